import { expect } from 'vitest';
import type { Answer, Client } from '../../support/client.js';
import { mailbox } from '../../support/mailbox.js';
import { browserOf, signUp, type Person, type ProblemJson, type Service, type UserJson } from '../journey.js';
import type { Owner } from '../tenants.js';

export interface MemberJson {
  readonly userId: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly groups: readonly { id: string; name: string }[];
  readonly externalId: string | null;
}

export interface InvitationJson {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly expiresAt: string;
}

export interface GroupJson {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly memberCount: number;
}

export interface TenantJson {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly directory: string;
  readonly roles: readonly string[];
  readonly deletedAt: string | null;
  readonly erasureAt: string | null;
}

export const pathOf = (tenantId: string, rest = ''): string => `/api/v1/tenants/${tenantId}${rest}`;

/** Invites somebody and reads the token in the mail. */
export async function invite(
  service: Service,
  by: Owner,
  email: string,
  roles: readonly string[] = ['member'],
): Promise<string> {
  const box = mailbox(service, email);
  const known = await box.all();
  const made = await by.browser.post(pathOf(by.tenantId, '/invitations'), { email, roles });
  expect(made.status).toBe(201);
  return box.token(/invites you to join/, known);
}

export interface Joined {
  readonly person: Person;
  readonly userId: string;
  /** A browser in which they are signed in, in the tenant. */
  readonly browser: Client;
}

/** Somebody new who was invited, joined, and works there. */
export async function joins(
  service: Service,
  owner: Owner,
  roles: readonly string[] = ['member'],
): Promise<Joined> {
  const person = await signUp(service);
  const token = await invite(service, owner, person.email, roles);
  const accepted = await (await browserOf(service, person)).post('/api/v1/invitations/accept', { token });
  expect(accepted.status).toBe(200);
  const browser = await browserOf(service, person);
  const { id: userId } = (await browser.get<UserJson>('/api/v1/me')).body;
  return { person, userId, browser };
}

export const refusal = ({ status, body }: Answer<unknown>): [number, string] => [
  status,
  (body as ProblemJson).code,
];
