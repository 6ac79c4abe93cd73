import { expect } from 'vitest';
import type { Client } from '../support/client.js';
import { logIn, signUp, someone, type Person, type Service, type SignedInJson } from './journey.js';

let tenants = 0;

export interface Owner {
  readonly person: Person;
  /** A browser in which the owner is signed in, in the tenant. */
  readonly browser: Client;
  readonly tenantId: string;
  readonly userId: string;
}

/** Somebody with a tenant of their own, signed in there. */
export async function ownerOf(service: Service): Promise<Owner> {
  tenants += 1;
  const person = await signUp(service, someone(), { tenantName: `Tenant ${String(tenants)}` });
  const browser = service.client();
  const { body } = await logIn(browser, person);
  return { person, browser, ...tenantIn(body) };
}

function tenantIn({ session, user }: SignedInJson): { tenantId: string; userId: string } {
  if (!session.tenantId) throw new Error('no tenant is active');
  return { tenantId: session.tenantId, userId: user.id };
}

export interface TokenJson {
  readonly id: string;
  readonly token: string;
  readonly display: string;
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
}

export async function makeToken(
  browser: Client,
  wish: Readonly<Record<string, unknown>> = {},
): Promise<TokenJson> {
  const made = await browser.post<TokenJson>('/api/v1/tokens', {
    ...{ name: 'A program', scopes: ['service-account:manage'] },
    ...wish,
  });
  expect(made.status).toBe(201);
  return made.body;
}

export interface ServiceAccountJson {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly disabled: boolean;
}

export interface KeyJson {
  readonly id: string;
  readonly key: string;
  readonly display: string;
}

let programs = 0;

export async function makeServiceAccount(browser: Client, roles = ['admin']): Promise<ServiceAccountJson> {
  programs += 1;
  const wish = { name: `Program ${String(programs)}`, roles };
  const made = await browser.post<ServiceAccountJson>('/api/v1/service-accounts', wish);
  expect(made.status).toBe(201);
  return made.body;
}

export async function makeKey(browser: Client, accountId: string, wish = {}): Promise<KeyJson> {
  const made = await browser.post<KeyJson>(`/api/v1/service-accounts/${accountId}/keys`, wish);
  expect(made.status).toBe(201);
  return made.body;
}

/** A program that shows this token. */
export function programWith(service: Service, token: string): Client {
  const program = service.client();
  program.headers['authorization'] = `Bearer ${token}`;
  return program;
}
