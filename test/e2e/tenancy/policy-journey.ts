import { expect } from 'vitest';
import { v7 } from 'uuid';
import type { Client } from '../../support/client.js';
import type { Node } from '../../support/node.js';
import { browserOf, signUp, someone, type Person, type SessionJson } from '../journey.js';

export interface PolicyJson {
  readonly requireMfa: boolean | null;
  readonly allowedFactors: readonly string[] | null;
  readonly sessionIdleMinutes: number | null;
  readonly sessionAbsoluteHours: number | null;
  readonly maxSessionsPerUser: number | null;
  readonly passwordMinLength: number | null;
  readonly passwordHistory: number | null;
  readonly allowedEmailDomains: readonly string[] | null;
  readonly allowedSignInMethods: readonly string[] | null;
  readonly patMaxDays: number | null;
}

export const policyPath = (tenantId: string) => `/api/v1/tenants/${tenantId}/policy`;

export async function setPolicy(browser: Client, tenantId: string, policy: Partial<PolicyJson>) {
  const answer = await browser.put<PolicyJson & { effective: PolicyJson }>(policyPath(tenantId), policy);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

/** As if a tenant had set it long ago: no session follows. */
export async function plantPolicy({ database }: Node, tenantId: string, columns: Record<string, unknown>) {
  const names = Object.keys(columns);
  await database.query(
    `INSERT INTO tenant_policies (tenant_id, created_by, updated_by, created_at, updated_at, ${names.join(', ')})
     VALUES ($1, $1, $1, now(), now(), ${names.map((_, n) => `$${String(n + 2)}`).join(', ')})`,
    [tenantId, ...Object.values(columns)],
  );
}

export async function join({ database }: Node, tenantId: string, userId: string, role = 'member') {
  await database.query(
    `INSERT INTO memberships (tenant_id, user_id, roles, created_at) VALUES ($1, $2, $3, clock_timestamp())`,
    [tenantId, userId, [role]],
  );
}

export interface Member {
  readonly person: Person;
  readonly userId: string;
}

/** Somebody new who belongs to these tenants, in this order. */
export async function memberOf(node: Node, ...tenantIds: string[]): Promise<Member> {
  const person = await signUp(node, someone());
  const { id: userId } = (await (await browserOf(node, person)).get<{ id: string }>('/api/v1/me')).body;
  for (const tenantId of tenantIds) await join(node, tenantId, userId);
  return { person, userId };
}

export async function slugOf({ database }: Node, tenantId: string): Promise<string> {
  const [row] = await database.query<{ slug: string }>(`SELECT slug FROM tenants WHERE id = $1`, [tenantId]);
  return row!.slug;
}

export const switchTo = (client: Client, tenantId: string | null) =>
  client.post<{ session: SessionJson; tokens?: { accessToken: string; refreshToken: string } }>(
    '/api/v1/sessions/current/tenant',
    { tenantId },
  );

export const currentOf = async (client: Client) =>
  (await client.get<SessionJson>('/api/v1/sessions/current')).body;

export interface IsolatedTenant {
  readonly tenantId: string;
  readonly slug: string;
  readonly directoryId: string;
}

/** A tenant with a directory of its own, owned by somebody of the shared one. */
export async function isolatedTenant({ database }: Node, ownerId: string): Promise<IsolatedTenant> {
  const [tenantId, directoryId] = [v7(), v7()];
  const slug = `walled-${tenantId}`;
  await database.query(`INSERT INTO directories (id, kind) VALUES ($1, 'isolated')`, [directoryId]);
  await database.query(
    `INSERT INTO tenants (id, slug, name, directory_id, created_at, updated_at)
     VALUES ($1, $2, 'Walled', $3, now(), now())`,
    [tenantId, slug, directoryId],
  );
  await database.query(
    `INSERT INTO memberships (tenant_id, user_id, roles, created_at) VALUES ($1, $2, '{owner}', now())`,
    [tenantId, ownerId],
  );
  return { tenantId, slug, directoryId };
}
