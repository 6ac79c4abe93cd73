import { expect } from 'vitest';
import type { Answer, Client, Json } from '../../support/client.js';
import {
  followAtProvider,
  type OpenIdProvider,
  type PersonAtProvider,
} from '../../support/openid-provider.js';
import type { Service, UserJson } from '../journey.js';

let people = 0;

/** Somebody new whose provider vouches for their address. */
export function somebodyAt(more: Partial<PersonAtProvider> = {}): PersonAtProvider & { email: string } {
  people += 1;
  const email = `visitor${String(people)}@example.com`;
  return {
    sub: `subject-${String(people)}`,
    email,
    email_verified: true,
    name: 'Vera Visitor',
    ...more,
  };
}

export const begin = (browser: Client, provider: string, query: Record<string, string> = {}) =>
  browser.get(`/api/v1/auth/oauth/${provider}?${new URLSearchParams(query).toString()}`);

/** Sends the browser to the provider. @returns the path with which the provider sends it back */
export async function goAndReturn(
  browser: Client,
  provider: string,
  query: Record<string, string> = {},
): Promise<string> {
  const begun = await begin(browser, provider, query);
  expect(begun.status, JSON.stringify(begun.body)).toBe(302);
  return pathOf(await followAtProvider(begun.headers.get('location')!));
}

export function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

export interface Ended {
  readonly status: number;
  /** Without the query. */
  readonly at: string;
  readonly error: string | null;
  readonly challenge: string | null;
  readonly due: string | null;
  readonly location: string;
}

export function ended({ status, headers }: Answer<unknown>): Ended {
  const location = headers.get('location') ?? '';
  const url = new URL(location);
  const { searchParams: query } = url;
  return {
    ...{ status, location, at: url.origin + url.pathname },
    ...{ error: query.get('error'), challenge: query.get('challenge'), due: query.get('status') },
  };
}

/** The whole way: to the provider and back. */
export async function signInAt(
  browser: Client,
  provider: string,
  query: Record<string, string> = {},
): Promise<Ended> {
  return ended(await browser.get(await goAndReturn(browser, provider, query)));
}

export async function whoIs(browser: Client): Promise<UserJson | null> {
  const { status, body } = await browser.get<UserJson>('/api/v1/me');
  return status === 200 ? body : null;
}

/** Somebody who has just signed in with this provider for the first time. */
export async function newcomerAt(service: Service, at: OpenIdProvider, provider: string, more = {}) {
  const person = somebodyAt(more);
  at.person = person;
  const browser = service.client();
  expect(await signInAt(browser, provider)).toMatchObject({ status: 302, error: null, challenge: null });
  return { person, browser, user: (await whoIs(browser))! };
}

export interface IdentityJson extends Json {
  readonly id: string;
  readonly provider: string;
  readonly email: string | null;
}

export async function identitiesOf(browser: Client): Promise<readonly IdentityJson[]> {
  return (await browser.get<{ items: IdentityJson[] }>('/api/v1/me/identities')).body.items;
}
