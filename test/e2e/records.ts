import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Client, Json } from '../support/client.js';
import type { Node } from '../support/node.js';
import { browserOf, signUp } from './journey.js';

export async function makeRole(browser: Client, name: string, wish: Json): Promise<void> {
  expect((await browser.post('/api/v1/roles', { name, ...wish })).status).toBe(201);
}

/** @returns the id of the grant */
export async function grantTo(
  browser: Client,
  id: string,
  permission: string,
  resource: { readonly type: string; readonly id: string },
  type = 'user',
): Promise<string> {
  const wish = { subject: { type, id }, permission, resource };
  const { status, body } = await browser.post<{ id: string }>('/api/v1/grants', wish);
  expect(status).toBe(201);
  return body.id;
}

/** Puts somebody new into the tenant. @returns their id */
export async function admit(
  node: Node,
  tenantId: string,
  { externalId, roles }: { readonly externalId: string; readonly roles: readonly string[] },
): Promise<string> {
  const browser = await browserOf(node, await signUp(node));
  const { id } = (await browser.get<{ id: string }>('/api/v1/me')).body;
  await node.database.query(
    `INSERT INTO memberships (tenant_id, user_id, external_id, roles, created_at) VALUES ($1, $2, $3, $4, now())`,
    [tenantId, id, externalId, roles],
  );
  return id;
}

/** Makes a team with this one member. @returns its id */
export async function makeTeam(
  { database }: Node,
  tenantId: string,
  { userId, by }: { readonly userId: string; readonly by: string },
): Promise<string> {
  const id = randomUUID();
  await database.query(
    `INSERT INTO groups (tenant_id, id, name, created_by, updated_by, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $4, now(), now())`,
    [tenantId, id, `Team ${id}`, by],
  );
  await database.query(
    `INSERT INTO group_members (tenant_id, group_id, user_id, created_by, created_at) VALUES ($1, $2, $3, $4, now())`,
    [tenantId, id, userId, by],
  );
  return id;
}
