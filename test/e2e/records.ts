import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Client } from '../support/client.js';
import type { Node } from '../support/node.js';
import { memberOf } from './authorization/world.js';

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
  { externalId, roles }: { readonly externalId: string; readonly roles: string[] },
): Promise<string> {
  const { userId } = await memberOf(node, tenantId, roles);
  await node.database.query(`UPDATE memberships SET external_id = $3 WHERE tenant_id = $1 AND user_id = $2`, [
    ...[tenantId, userId, externalId],
  ]);
  return userId;
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
