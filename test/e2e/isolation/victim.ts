import { v7 } from 'uuid';
import { expect } from 'vitest';
import type { Client } from '../../support/client.js';
import type { Node } from '../../support/node.js';
import { makeKey, makeServiceAccount, makeToken, ownerOf, type Owner } from '../tenants.js';

/** Stands in everything that the victim makes: nobody else may ever see it. */
export const CANARY = 'canary-of-the-victim';

/** Ids of what the victim has, by the path that leads to it; the longest that fits is taken. */
export type Belongings = Readonly<Record<string, Readonly<Record<string, string>>>>;

async function made(browser: Client, path: string, body: object): Promise<string> {
  const answer = await browser.post<{ id: string; deviceId: string }>(`/api/v1${path}`, body);
  expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBe(201);
  return answer.body.id;
}

/** As if an account had been connected: no provider is there to ask. */
async function connectionOf({ database }: Node, { tenantId, userId }: Owner): Promise<string> {
  const id = v7();
  await database.query(
    `INSERT INTO connections (tenant_id, id, provider, owner_id, shared, account_id, account_name, scopes,
       requested_scopes, state, sealed, refreshable, next_check_at, version, created_by, updated_by, created_at, updated_at)
     VALUES ($1, $2, 'slack', $3, true, $4::text, $4, '{}', '{}', 'active', convert_to($4, 'UTF8'), false, now(), 1, $3, $3, now(), now())`,
    [tenantId, id, userId, CANARY],
  );
  return id;
}

/** A tenant with one of everything. A route about something that is not here fails the matrix until it is added. */
export async function victimOf(service: Node): Promise<{ owner: Owner; belongings: Belongings }> {
  const owner = await ownerOf(service);
  const { browser, userId, tenantId } = owner;
  expect((await browser.patch('/api/v1/me', { name: CANARY })).status).toBe(200);
  const account = await makeServiceAccount(browser, ['viewer']);
  await browser.patch(`/api/v1/service-accounts/${account.id}`, { name: CANARY });
  const key = await makeKey(browser, account.id, { name: CANARY });
  const token = await makeToken(browser, { name: CANARY });
  const role = await made(browser, '/roles', { name: CANARY, permissions: ['role:read'] });
  const grant = await made(browser, '/grants', {
    subject: { type: 'user', id: userId },
    permission: 'service-account:manage',
    resource: { type: 'service-account', id: CANARY },
  });
  const [tenant, address] = [`/tenants/${tenantId}`, `${CANARY}@example.com`];
  expect((await browser.patch(`/api/v1${tenant}`, { name: CANARY, settings: { CANARY } })).status).toBe(200);
  const groupId = await made(browser, `${tenant}/groups`, { name: CANARY, description: CANARY });
  expect(
    (await browser.put(`/api/v1${tenant}/groups/${groupId}/members`, { userIds: [userId] })).status,
  ).toBe(204);
  const invitationId = await made(browser, `${tenant}/invitations`, { email: address, roles: ['viewer'] });
  const policy = { allowedEmailDomains: [`${CANARY}.example`] };
  expect((await browser.put(`/api/v1/tenants/${tenantId}/policy`, policy)).status).toBe(200);
  const session = await browser.get<{ id: string }>('/api/v1/sessions/current');
  const identityId = await linkedTo(service, userId);
  const totp = await browser.post<{ deviceId: string }>('/api/v1/mfa/totp', {});
  expect(totp.status).toBe(201);
  return {
    owner,
    belongings: {
      '/service-accounts': { id: account.id, keyId: key.id },
      '/roles': { id: role },
      '/grants': { id: grant },
      '/connections': { id: await connectionOf(service, owner), provider: 'no-such-provider' },
      '/tenants': { id: tenantId, userId, groupId, invitationId },
      '/tokens': { id: token.id },
      '/me/identities': { id: identityId, provider: 'acme' },
      '/sessions': { id: session.body.id },
      '/mfa/totp': { id: totp.body.deviceId },
      '/mfa/devices': { id: totp.body.deviceId },
      '/mfa/trusted-devices': { id: userId },
      '/conversations': { id: await made(browser, '/conversations', { title: CANARY }) },
      '/documents': { id: await made(browser, '/documents', { title: CANARY, content: CANARY }) },
    },
  };
}

/** As if they signed in with a provider, which would have to be there for that. */
async function linkedTo({ database }: Node, userId: string): Promise<string> {
  const [identity] = await database.query<{ id: string }>(
    `INSERT INTO linked_identities (id, directory_id, user_id, provider, issuer, subject, email, created_at)
     SELECT gen_random_uuid(), directory_id, id, 'acme', 'https://id.example', $2, $2, now() FROM users WHERE id = $1
     RETURNING id`,
    [userId, CANARY],
  );
  return identity!.id;
}

/** What the database holds of a tenant and its owner, but for marks of use; the same before and after means untouched. */
export async function stateOf(
  { database }: Node,
  { tenantId, userId }: Owner,
): Promise<Record<string, string>> {
  const tables = await database.query<{ name: string; column: string }>(
    `SELECT c.table_name AS name, c.column_name AS column FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.column_name IN ('tenant_id', 'user_id')
     UNION ALL VALUES ('tenants', 'id'), ('users', 'id') ORDER BY 1, 2`,
  );
  const state: Record<string, string> = {};
  for (const { name, column } of tables) {
    const id = column === 'user_id' || name === 'users' ? userId : tenantId;
    const [row] = await database.query<{ rows: string }>(
      `SELECT coalesce(string_agg(row::text, E'\\n' ORDER BY row::text), '') AS rows
       FROM (SELECT to_jsonb(t) - ARRAY['last_used_at', 'last_used_ip', 'last_seen_at', 'idle_expires_at'] AS row
             FROM ${name} t WHERE ${column} = $1) rows`,
      [id],
    );
    state[`${name}.${column}`] = row!.rows;
  }
  return state;
}
