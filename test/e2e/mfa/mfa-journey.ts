import speakeasy from 'speakeasy';
import { expect } from 'vitest';
import type { Answer, Client } from '../../support/client.js';
import { FakeClock } from '../../support/fakes.js';
import {
  browserOf,
  logIn,
  signUp,
  someone,
  type Person,
  type Service,
  type SignedInJson,
} from '../journey.js';

export const STEP_MS = 30_000;

/** What a sign-in answers that is not finished. */
export interface MoreJson {
  readonly status: 'mfa_required' | 'mfa_enrolment_required';
  readonly challengeId: string;
  readonly methods: readonly string[];
  readonly expiresAt: string;
}

export interface BegunJson {
  readonly deviceId: string;
  readonly secret: string;
  readonly otpauthUrl: string;
  readonly qrCode: string;
}

/** Somebody with an authenticator app. */
export interface Enrolled extends Person {
  readonly deviceId: string;
  readonly secret: string;
  readonly backupCodes: readonly string[];
  /** The browser in which it was enrolled. */
  readonly browser: Client;
}

/** Time as the nodes and the authenticator app see it: real at first, so that mail and jobs are not surprised. */
export const startOfTime = () => new FakeClock(new Date());

/** The code that an app with this secret shows. */
export function codeOf(secret: string, clock: FakeClock, steps = 0): string {
  const time = Math.floor(clock.now().getTime() / 1000) + steps * 30;
  return speakeasy.totp({ secret, encoding: 'base32', time });
}

export async function beginTotp(browser: Client, name?: string): Promise<BegunJson> {
  const { status, body } = await browser.post<BegunJson>('/api/v1/mfa/totp', { ...(name && { name }) });
  expect(status).toBe(201);
  return body;
}

export function confirmTotp(browser: Client, { deviceId }: BegunJson, code: string) {
  return browser.post<{ backupCodes?: string[] }>(`/api/v1/mfa/totp/${deviceId}/confirm`, { code });
}

/** Signs up and enrols an authenticator app; the next code is good. */
export async function enrol(service: Service, clock: FakeClock, person?: Person): Promise<Enrolled> {
  const someoneNew = person ?? (await signUp(service, someone()));
  const browser = await browserOf(service, someoneNew);
  const begun = await beginTotp(browser);
  const { status, body } = await confirmTotp(browser, begun, codeOf(begun.secret, clock));
  expect(status).toBe(200);
  clock.advance({ ms: STEP_MS });
  return { ...someoneNew, ...begun, browser, backupCodes: body.backupCodes ?? [] };
}

/** Gives the password; the answer is expected to ask for more. */
export async function challengeOf(client: Client, person: Person, more = {}): Promise<MoreJson> {
  const { status, body } = await logIn(client, person, more);
  expect(status).toBe(200);
  expect(body.status).toBe('mfa_required');
  return body as unknown as MoreJson;
}

export function verify(
  client: Client,
  challengeId: string,
  answer: Readonly<Record<string, unknown>>,
): Promise<Answer<SignedInJson>> {
  return client.post<SignedInJson>('/api/v1/auth/mfa/verify', { challengeId, ...answer });
}

/** A browser that is signed in with both factors. */
export async function strongBrowserOf(service: Service, clock: FakeClock, person: Enrolled): Promise<Client> {
  const browser = service.client();
  const { challengeId } = await challengeOf(browser, person);
  const answer = { method: 'totp', code: codeOf(person.secret, clock) };
  expect((await verify(browser, challengeId, answer)).status).toBe(200);
  clock.advance({ ms: STEP_MS });
  return browser;
}
