import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import type { CheckFor } from '../../../src/modules/authorization/application/check-for.js';
import { CompileProfile } from '../../../src/modules/authorization/application/compile-profile.js';
import { PermissionCatalogue } from '../../../src/modules/authorization/application/permission-catalogue.js';
import { SearchSubjects } from '../../../src/modules/authorization/application/authzen/search-subjects.js';
import { isAllowed } from '../../../src/modules/authorization/domain/decision.js';
import type { Subject } from '../../../src/modules/authorization/domain/subject.js';
import { SqlCandidates } from '../../../src/modules/authorization/infra/authzen/sql-candidates.js';
import { CelConditions } from '../../../src/modules/authorization/infra/cel-conditions.js';
import { SqlProfileSource } from '../../../src/modules/authorization/infra/sql-profile-source.js';
import { SqlRoles } from '../../../src/modules/authorization/infra/sql-roles.js';
import { SHARED_DIRECTORY_ID } from '../../../src/modules/identity/index.js';
import { Database } from '../../../src/platform/database/database.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { FakeClock } from '../../support/fakes.js';
import { startPlatform } from '../../support/platform.js';
import { addUser } from '../../support/users.js';

const OPEN = { type: 'doc', id: 'open' };
const SHARED = { type: 'doc', id: 'shared' };
const ARCHIVED = { status: 'archived' };

const clock = new FakeClock(new Date());
let outside: TestDatabase;
let source: SqlProfileSource;
let candidates: SqlCandidates;
let search: SearchSubjects;
let compile: CompileProfile;

beforeAll(async () => {
  outside = await createDatabase();
  const node = await startPlatform(outside);
  const [database, unitOfWork] = [node.get(Database), node.get(UnitOfWork)];
  source = new SqlProfileSource(database, unitOfWork);
  candidates = new SqlCandidates(database, unitOfWork, new SqlRoles(database));
  const catalogue = new PermissionCatalogue({ names: async () => new Set() } as never);
  catalogue.declare({
    'doc:read': { description: 'x', roles: ['admin', 'member'] },
    'doc:write': { description: 'x', roles: ['admin'] },
  });
  compile = new CompileProfile(catalogue, new CelConditions());
  const anybody = { demandMayAsk: async () => undefined } as unknown as CheckFor;
  search = new SearchSubjects(anybody, candidates, compile, catalogue, clock);
});

const insert = (table: string, row: Record<string, unknown>) => {
  const names = Object.keys(row);
  const places = names.map((_, at) => `$${String(at + 1)}`).join(', ');
  return outside.query(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`, Object.values(row));
};

/** Everybody that can be made of these roles and teams, and grants of every kind. */
async function crowdedTenant(): Promise<{ tenantId: string; people: string[]; programs: string[] }> {
  const tenantId = v7();
  const now = new Date();
  const by = { created_by: v7(), updated_by: v7(), created_at: now, updated_at: now };
  await insert('tenants', {
    ...{ id: tenantId, slug: `t-${tenantId}`, name: 'T', directory_id: SHARED_DIRECTORY_ID },
    ...{ created_at: now, updated_at: now },
  });
  const rule = (permission: string, effect: string, when?: string) => ({ permission, effect, when });
  const roles: Record<string, [string[], object[]]> = {
    reader: [['doc:read'], []],
    author: [['doc:*'], [rule('doc:write', 'deny', 'has(resource.properties.status)')]],
    archivist: [[], [rule('doc:write', 'allow', 'resource.properties.status == "archived"')]],
    banned: [['other:read'], [rule('doc:*', 'deny')]],
    idle: [['other:read'], []],
  };
  for (const [name, [permissions, rules]] of Object.entries(roles))
    await insert('roles', {
      ...{ tenant_id: tenantId, id: v7(), name, permissions, rules: JSON.stringify(rules), version: 1 },
      ...by,
    });
  const teams = new Map<string, string>();
  for (const [name, held] of [
    ['readers', ['reader']],
    ['empty', []],
    ['bans', ['banned', 'idle']],
  ] as const) {
    teams.set(name, v7());
    await insert('groups', { tenant_id: tenantId, id: teams.get(name), name, roles: held, ...by });
  }
  const people: string[] = [];
  for (const held of [['owner'], ['admin'], ['viewer'], ['author', 'idle'], ['archivist'], ['idle']])
    for (const inTeams of [[], ['readers'], ['empty'], ['readers', 'bans']]) {
      const id = await addUser(outside);
      people.push(id);
      const external = people.length % 2 === 0 ? `x${String(people.length)}` : null;
      await insert('memberships', {
        tenant_id: tenantId,
        user_id: id,
        roles: held,
        external_id: external,
        created_at: now,
      });
      for (const team of inTeams)
        await insert('group_members', {
          ...{ tenant_id: tenantId, group_id: teams.get(team), user_id: id },
          ...{ created_by: by.created_by, created_at: now },
        });
    }
  const programs = [v7(), v7(), v7()];
  for (const [at, held] of [['reader'], ['idle'], ['admin', 'banned']].entries())
    await insert('service_accounts', {
      tenant_id: tenantId,
      id: programs[at],
      name: `P${String(at)}`,
      roles: held,
      ...by,
    });
  const grant = (to: object, permission: string, more = {}) =>
    insert('grants', {
      ...{ tenant_id: tenantId, id: v7(), permission, resource_type: 'doc', resource_id: SHARED.id },
      ...{ ...to, ...by, ...more },
    });
  await grant({ user_id: people[8] }, 'doc:read');
  await grant({ user_id: people[9] }, 'doc:*', { condition: '!has(resource.properties.status)' });
  await grant({ user_id: people[10] }, 'doc:write', { expires_at: new Date(now.getTime() - 1000) });
  await grant({ user_id: people[20] }, 'doc:write', { resource_id: 'another' });
  await grant({ group_id: teams.get('empty') }, 'doc:write', {
    expires_at: new Date(now.getTime() + 3_600_000),
  });
  await grant({ role_name: 'archivist' }, 'doc:read');
  await outside.query(`UPDATE users SET disabled_at = now() WHERE id = $1`, [people[7]]);
  return { tenantId, people, programs };
}

describe('a search for subjects', () => {
  let tenant: Awaited<ReturnType<typeof crowdedTenant>>;
  beforeAll(async () => {
    await crowdedTenant();
    tenant = await crowdedTenant();
  });

  const subjectsOf = (type: Subject['type']): Subject[] =>
    (type === 'user' ? tenant.people : tenant.programs).map((id) => ({ type, id }));

  it.each(
    (['user', 'service-account'] as const).flatMap((type) =>
      [OPEN, SHARED, { ...SHARED, properties: ARCHIVED }, { ...OPEN, properties: ARCHIVED }].flatMap(
        (resource) => ['read', 'write'].map((name) => ({ type, resource, name })),
      ),
    ),
  )('finds every $type that may $name $resource, and nobody else', async ({ type, resource, name }) => {
    const { tenantId } = tenant;
    const allowed: string[] = [];
    for (const subject of subjectsOf(type)) {
      const row = await source.read(tenantId, subject);
      const profile = compile.execute(tenantId, subject, row);
      if (isAllowed(profile, { permission: `doc:${name}`, resource }, clock))
        allowed.push(row.externalId ?? subject.id);
    }
    const found: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const wish = { subject: { type }, action: { name }, resource };
      const page = await search.execute({} as never, tenantId, wish, { after: next, limit: 3 });
      found.push(...page.results.map(({ id }) => id));
      ({ next } = page);
    }
    expect(found).toEqual(allowed);
  });

  it('knows of each what their profile knows, and the grants on the resource', async () => {
    const { tenantId } = tenant;
    const patterns = ['doc:read', 'doc:write', 'doc:*', '*', 'other:read'];
    for (const type of ['user', 'service-account'] as const) {
      const wish = { type, resource: SHARED, patterns, systemRoles: ['owner', 'admin', 'viewer'] };
      const found = await candidates.subjects(tenantId, wish, { after: '', limit: 1000 });
      expect(found.length).toBe(type === 'user' ? tenant.people.length - 1 : 3);
      for (const { subject, row } of found) {
        const { definitions, grants, ...known } = await source.read(tenantId, subject);
        expect(row).toMatchObject(known);
        expect(row.definitions.map(({ name }) => name).sort()).toEqual(definitions.map(({ name }) => name));
        const onShared = grants.filter(({ resource }) => resource.id === SHARED.id);
        expect(new Set(row.grants)).toEqual(new Set(onShared));
      }
    }
  });
});

describe('a search for resources', () => {
  it('knows those on which something is granted, each once, and none of another tenant', async () => {
    const { tenantId, people } = await crowdedTenant();
    expect(await candidates.resources(tenantId, 'doc', { after: '', limit: 10 })).toEqual([
      'another',
      'shared',
    ]);
    expect(await candidates.resources(tenantId, 'doc', { after: 'another', limit: 10 })).toEqual(['shared']);
    expect(await candidates.resources(tenantId, 'doc', { after: '', limit: 1 })).toEqual(['another']);
    expect(await candidates.resources(tenantId, 'other', { after: '', limit: 10 })).toEqual([]);
    expect(await candidates.resources(people[0]!, 'doc', { after: '', limit: 10 })).toEqual([]);
  });
});
