/** Every route of the OpenAPI document against every way in which a caller can be the wrong one. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PermissionChecks } from '../../../src/platform/http/permission-checks.js';
import type { Client } from '../../support/client.js';
import type { Node } from '../../support/node.js';
import { memberOf, type Member } from '../authorization/world.js';
import type { Json } from '../../support/client.js';
import { startService } from '../journey.js';
import { ownerOf, type Owner } from '../tenants.js';
import { routes, titleOf, type Route } from './routes.js';
import { CANARY, stateOf, victimOf, type Belongings } from './victim.js';

let guarded: Node;
/** The same service with the guard of permissions switched off: row-level security is all that is left. */
let unguarded: Node;
let victim: { owner: Owner; belongings: Belongings };
let intruder: Owner;
let nobody: Member;

beforeAll(async () => {
  guarded = await startService({ env: { EXAMPLES: 'on' } });
  unguarded = await startService({ database: guarded.database, env: { EXAMPLES: 'on' } });
  Object.assign(unguarded.app.get<PermissionChecks>(PermissionChecks, { strict: false }), {
    holds: () => true,
  });
  victim = await victimOf(guarded);
  intruder = await ownerOf(guarded);
  await guarded.database.query(
    `INSERT INTO roles (tenant_id, id, name, permissions, version, created_by, updated_by, created_at, updated_at)
     VALUES ($1, gen_random_uuid(), 'nothing', '{}', 1, $2, $2, now(), now())`,
    [intruder.tenantId, intruder.userId],
  );
  nobody = await memberOf(guarded, intruder.tenantId, ['nothing']);
});

const closed = routes.filter(({ isPublic }) => !isPublic);
const permitted = closed.filter(({ permissions }) => permissions.length > 0);
/** Not about anything of a tenant: the catalogue is the same for all. */
const OF_NO_TENANT = ['/api/v1/permissions/{name}'];
const aboutOne = closed.filter(({ params, path }) => params.length > 0 && !OF_NO_TENANT.includes(path));
/** What ends the caller's own session, or changes the caller, is left out where everything is called. */
const OF_ONESELF = /\/(auth|me)(\/|$)|\/sessions$|\/leave$|\/sessions\/current\/tenant$/;

function pathFor({ path, params }: Route): string {
  const [, known] =
    Object.entries(victim.belongings)
      .filter(([prefix]) => path.startsWith(`/api/v1${prefix}/`))
      .sort(([a], [b]) => b.length - a.length)[0] ?? [];
  return params.reduce((so, param) => {
    const id = known?.[param];
    if (id === undefined) throw new Error(`victim.ts does not say what {${param}} of ${path} is`);
    return so.replace(`{${param}}`, id);
  }, path);
}

const call = (client: Client, { method, body }: Route, path: string) => client.send<Json>(method, path, body);

/** Whatever was answered: neither does it show anything of the victim, nor is anything of the victim's different. */
async function leavesAlone(client: Client, route: Route): Promise<{ status: number; code: unknown }> {
  const before = await stateOf(guarded, victim.owner);
  const { status, body } = await call(client, route, pathFor(route));
  expect(JSON.stringify(body)).not.toContain(CANARY);
  expect(status, JSON.stringify(body)).toBeLessThan(500);
  expect(await stateOf(guarded, victim.owner)).toEqual(before);
  return { status, code: body['code'] };
}

describe('without a credential', () => {
  it.each(closed.map((route) => [titleOf(route), route] as const))('%s is 401', async (_, route) => {
    const path = route.path.replace(/\{[^}]+\}/g, '0198c2a4-6f0e-7cc3-8d5b-3f6d2a1b9c10');
    expect((await call(guarded.client(), route, path)).status).toBe(401);
  });
});

describe('without the permission', () => {
  it.each(permitted.map((route) => [titleOf(route), route] as const))('%s is 403', async (_, route) => {
    const path = route.path.replace(/\{[^}]+\}/g, '0198c2a4-6f0e-7cc3-8d5b-3f6d2a1b9c10');
    expect(await call(nobody.browser, route, path)).toMatchObject({
      status: 403,
      body: { code: 'authz.permission-denied' },
    });
  });
});

describe('from another tenant', () => {
  it.each(aboutOne.map((route) => [titleOf(route), route] as const))(
    '%s is 404 and changes nothing',
    async (_, route) => {
      const { status, code } = await leavesAlone(intruder.browser, route);
      // Whoever must first prove again who they are learns nothing either.
      if (code !== 'auth.step-up-required') expect(status).toBe(404);
    },
  );

  it.each(
    closed
      .filter(({ params, path }) => params.length === 0 && !OF_ONESELF.test(path))
      .map((route) => [titleOf(route), route] as const),
  )('%s shows nothing of it', async (_, route) => {
    await leavesAlone(intruder.browser, route);
  });
});

describe('from another tenant, with the guards off', () => {
  it.each(aboutOne.map((route) => [titleOf(route), route] as const))(
    '%s finds nothing and changes nothing',
    async (_, route) => {
      const { status } = await leavesAlone(nobody.browser.at(unguarded.url), route);
      // Use cases that look for themselves what the caller may give still refuse.
      expect([403, 404]).toContain(status);
    },
  );

  it.each(
    closed
      .filter(({ params, path, method }) => params.length === 0 && method === 'GET' && !OF_ONESELF.test(path))
      .map((route) => [titleOf(route), route] as const),
  )('%s shows nothing of it', async (_, route) => {
    await leavesAlone(nobody.browser.at(unguarded.url), route);
  });
});
