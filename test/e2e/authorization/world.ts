import { expect } from 'vitest';
import type { Client } from '../../support/client.js';
import type { Node } from '../../support/node.js';
import { logIn, signUp, someone, type ProblemJson } from '../journey.js';
import { ownerOf, type Owner } from '../tenants.js';

export interface Member {
  readonly userId: string;
  readonly email: string;
  /** A browser in which they are signed in, in the tenant. */
  readonly browser: Client;
}

/** Somebody who belongs to this tenant alone, with these roles. */
export async function memberOf(service: Node, tenantId: string, roles: string[]): Promise<Member> {
  const person = await signUp(service, someone());
  const [row] = await service.database.query<{ id: string }>(
    `INSERT INTO memberships (tenant_id, user_id, roles, created_at)
     SELECT $1, id, $3, now() FROM users WHERE email = $2 RETURNING user_id AS id`,
    [tenantId, person.email, roles],
  );
  const browser = service.client();
  expect((await logIn(browser, person)).body.session.tenantId).toBe(tenantId);
  return { userId: row!.id, email: person.email, browser };
}

export interface World extends Owner {
  admin: Member;
  member: Member;
  viewer: Member;
}

/** A tenant with one person a system role. */
export async function tenantWithPeople(service: Node): Promise<World> {
  const owner = await ownerOf(service);
  const join = (role: string) => memberOf(service, owner.tenantId, [role]);
  return { ...owner, admin: await join('admin'), member: await join('member'), viewer: await join('viewer') };
}

export interface RoleJson {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly system: boolean;
  readonly permissions: readonly string[];
  readonly rules: readonly { permission: string; effect: string; when?: string }[];
  readonly version: number;
}

let roles = 0;

export async function makeRole(browser: Client, wish: Readonly<Record<string, unknown>>): Promise<RoleJson> {
  roles += 1;
  const made = await browser.post<RoleJson>('/api/v1/roles', {
    name: `role-${String(roles)}`,
    permissions: [],
    ...wish,
  });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
}

export async function may(browser: Client, question: Readonly<Record<string, unknown>>): Promise<boolean> {
  const { status, body } = await browser.post<{ allowed: boolean }>('/api/v1/authorization/check', question);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.allowed;
}

export const problem = (status: number, code: string) => ({
  status,
  body: { code } satisfies Partial<ProblemJson>,
});
