import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Client, Json } from '../support/client.js';
import { createDatabase } from '../support/database.js';
import type { Node } from '../support/node.js';
import { makeRole } from './authorization/world.js';
import { startCluster, type ProblemJson } from './journey.js';
import { makeKey, makeServiceAccount, makeToken, ownerOf, programWith, type Owner } from './tenants.js';
import { admit, grantTo, makeTeam } from './records.js';

const EVALUATION = '/access/v1/evaluation';
const EVALUATIONS = '/access/v1/evaluations';
const SUBJECTS = '/access/v1/search/subject';
const RESOURCES = '/access/v1/search/resource';
const ACTIONS = '/access/v1/search/action';

const alice = { type: 'user', id: 'alice' };
const bob = { type: 'user', id: 'bob' };
const bobAsAdmin = { ...bob, properties: { role: 'admin' } };
const [read, write, remove] = [{ name: 'read' }, { name: 'write' }, { name: 'delete' }];
const record1 = { type: 'record', id: 'record-1' };
const record2 = { type: 'record', id: 'record-2' };
const archived = { ...record2, properties: { status: 'archived' } };

let here: Node;
let there: Node;
let owner: Owner;
/** The policy enforcement point: a program of the tenant. */
let pep: Client;

beforeAll(async () => {
  const database = await createDatabase();
  for (const name of ['record:read', 'record:write', 'record:delete'])
    await database.query(
      `INSERT INTO permissions (name, description, source) VALUES ($1, $1, 'registered')`,
      [name],
    );
  [here, there] = await startCluster({ database });
  owner = await ownerOf(here);
  await fixture(owner);
  pep = await programOf(owner);
});

async function programOf({ browser }: Owner, roles = ['admin']): Promise<Client> {
  const { id } = await makeServiceAccount(browser, roles);
  return programWith(here, (await makeKey(browser, id)).key);
}

/** What the certification scenario of the standard asks for. */
async function fixture({ browser, tenantId }: Owner): Promise<void> {
  await makeRole(browser, {
    name: 'record-user',
    permissions: ['record:read'],
    rules: [
      { permission: 'record:delete', effect: 'allow', when: 'action.properties.soft == true' },
      {
        ...{ permission: 'record:write', effect: 'allow' },
        when: 'subject.properties.role == "admin" && resource.properties.status == "archived"',
      },
    ],
  });
  await makeRole(browser, {
    name: 'record-editor',
    permissions: ['record:write'],
    rules: [
      {
        ...{ permission: 'record:write', effect: 'deny' },
        when: 'has(resource.properties.status) && resource.properties.status == "archived"',
      },
    ],
  });
  const aliceId = await admit(here, tenantId, {
    externalId: 'alice',
    roles: ['record-user', 'record-editor'],
  });
  const bobId = await admit(here, tenantId, { externalId: 'bob', roles: ['record-user'] });
  await grantTo(browser, aliceId, 'record:read', record1);
  await grantTo(browser, bobId, 'record:write', record2);
}

const decisionOf = async (request: Json, client = pep) => {
  const { status, body } = await client.post<{ decision: boolean }>(EVALUATION, request);
  expect(status).toBe(200);
  return body.decision;
};

const resultsOf = async (path: string, request: Json, client = pep) => {
  const { status, body } = await client.post<{ page: Json; results: Json[] }>(path, request);
  expect(status).toBe(200);
  return body.results;
};

describe('basic certification', () => {
  it.each([
    [true, { subject: alice, action: read, resource: record1 }],
    [true, { subject: alice, action: write, resource: record1 }],
    [true, { subject: bob, action: read, resource: record1 }],
    [false, { subject: bob, action: write, resource: record1 }],
    [false, { subject: alice, action: write, resource: archived }],
    [true, { subject: bobAsAdmin, action: write, resource: archived }],
    [true, { subject: alice, action: { ...remove, properties: { soft: true } }, resource: record1 }],
    [false, { subject: alice, action: { ...remove, properties: { soft: false } }, resource: record1 }],
    [false, { subject: alice, action: remove, resource: record1 }],
    [true, { subject: alice, action: read, resource: record1, context: { ip: '192.168.1.1' } }],
    [true, { subject: alice, action: read, resource: record1, foo: 'bar', future: { nested: true } }],
    [true, { subject: { ...alice, properties: { role: 'manager' } }, action: read, resource: record1 }],
    [true, { subject: alice, action: { name: 'record:read' }, resource: record1 }],
    [false, { subject: { type: 'user', id: 'nobody' }, action: read, resource: record1 }],
    [false, { subject: { type: 'spaceship', id: 'alice' }, action: read, resource: record1 }],
    [false, { subject: alice, action: { name: 'can_read' }, resource: { type: 'Record', id: '1' } }],
    [false, { subject: alice, action: { name: 'record:*' }, resource: record1 }],
  ])('decides %s for %j', async (decision, request) => {
    expect(await decisionOf(request)).toBe(decision);
    expect(await decisionOf(request, pep.at(there.url))).toBe(decision);
  });

  it('says what decided, as explain does', async () => {
    const { body } = await pep.post(EVALUATION, { subject: alice, action: read, resource: record1 });
    const because = expect.arrayContaining([
      { kind: 'role', role: 'record-user', permission: 'record:read' },
      expect.objectContaining({ kind: 'grant', permission: 'record:read' }),
    ]) as unknown;
    expect(body).toEqual({ decision: true, context: { because } });
  });

  const whole = { subject: alice, action: read, resource: record1 };
  it.each([
    [{ action: read, resource: record1 }, 'subject'],
    [{ subject: alice, resource: record1 }, 'action'],
    [{ subject: alice, action: read }, 'resource'],
    [{ ...whole, subject: { id: 'alice' } }, 'subject.type'],
    [{ ...whole, subject: { type: 'user' } }, 'subject.id'],
    [{ ...whole, action: {} }, 'action.name'],
    [{ ...whole, resource: { id: 'record-1' } }, 'resource.type'],
    [{ ...whole, resource: { type: 'record' } }, 'resource.id'],
    [{ ...whole, subject: 'alice' }, 'subject'],
    [{ ...whole, subject: { type: 'user', id: 7 } }, 'subject.id'],
    [{ ...whole, action: { name: 123 } }, 'action.name'],
    [{ ...whole, context: [] }, 'context'],
    [{ ...whole, resource: { ...record1, properties: 'x' } }, 'resource.properties'],
    [{ ...whole, context: { a: { b: { c: { d: { e: 1 } } } } } }, 'context'],
  ])('refuses %j', async (request, path) => {
    const { status, body } = await pep.post<ProblemJson>(EVALUATION, request);
    expect([status, body.code, body.errors?.map((error) => error.path)]).toEqual([
      400,
      'request.invalid',
      [path],
    ]);
  });

  it('refuses what is not JSON with 400', async () => {
    const json = { 'content-type': 'application/json' };
    const refused: Promise<Answer<Json>>[] = [
      pep.post(EVALUATION, JSON.stringify(whole), { headers: { 'content-type': 'text/plain' } }),
      pep.post(EVALUATION, 'a=b', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      pep.post(EVALUATION, '{"subject":', { headers: json }),
      pep.post(EVALUATION, '[]', { headers: json }),
      pep.post(EVALUATION, '', { headers: json }),
      pep.post(EVALUATION),
    ];
    for (const { status } of await Promise.all(refused)) expect(status).toBe(400);
  });

  it.each(['bfe9eb29-ab87-4ca3-be83-a1d5d8305716', 'any string {at} all'])(
    'echoes the request id %s',
    async (id) => {
      const headers = { 'X-Request-ID': id };
      for (const path of [EVALUATION, EVALUATIONS])
        expect((await pep.post(path, whole, { headers })).headers.get('x-request-id')).toBe(id);
      expect((await pep.post(SUBJECTS, {}, { headers })).headers.get('x-request-id')).toBe(id);
      const anonymous = await here.client().post(EVALUATION, whole, { headers });
      expect([anonymous.status, anonymous.headers.get('x-request-id')]).toEqual([401, id]);
      expect(anonymous.headers.get('www-authenticate')).toMatch(/^Bearer/);
    },
  );
});

describe('batch certification', () => {
  const decisionsOf = async (request: Json) => {
    const { status, body } = await pep.post<{ evaluations: { decision: boolean }[] }>(EVALUATIONS, request);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('decision');
    return body.evaluations.map(({ decision }) => decision);
  };

  it.each<[string, boolean[], Json]>([
    [
      'defaults',
      [true, false],
      { subject: bob, resource: record1, evaluations: [{ action: read }, { action: write }] },
    ],
    [
      'properties of resources',
      [true, false],
      {
        ...{ subject: alice, action: write },
        evaluations: [{ resource: { ...record1, properties: { status: 'active' } } }, { resource: archived }],
      },
    ],
    [
      'properties of subjects',
      [false, true],
      { action: write, resource: archived, evaluations: [{ subject: alice }, { subject: bobAsAdmin }] },
    ],
    [
      'no defaults',
      [true, false],
      {
        evaluations: [
          { subject: alice, action: read, resource: record1 },
          { subject: bob, action: write, resource: record1 },
        ],
      },
    ],
    [
      'contexts',
      [true, true],
      {
        ...{ subject: alice, action: read, context: { time: 1 } },
        evaluations: [{ resource: record1 }, { resource: record2, context: { source: 'x' } }],
      },
    ],
    [
      'what identifies it taken from the default, its properties not',
      [true, false],
      {
        ...{
          subject: alice,
          action: write,
          resource: { type: 'record', properties: { status: 'archived' } },
        },
        evaluations: [
          { resource: { id: 'record-1', properties: { status: 'active' } } },
          { resource: archived },
        ],
      },
    ],
    [
      'a default replaced as a whole',
      [false, true],
      {
        ...{ subject: alice, action: write, resource: archived },
        evaluations: [{}, { resource: { id: 'record-2' } }],
      },
    ],
  ])('decides with %s', async (_, decisions, request) => {
    expect(await decisionsOf(request)).toEqual(decisions);
  });

  it.each([
    [undefined, [true, false, true, false]],
    ['execute_all', [true, false, true, false]],
    ['deny_on_first_deny', [true, false]],
    ['permit_on_first_permit', [true]],
  ])('answers with the semantic %s', async (semantic, decisions) => {
    const evaluations = [alice, bob, alice, bob].map((subject) => ({ subject }));
    const request = { action: write, resource: record1, evaluations };
    expect(await decisionsOf({ ...request, options: { evaluations_semantic: semantic, other: 1 } })).toEqual(
      decisions,
    );
    const denied = {
      action: write,
      resource: record1,
      evaluations: [{ subject: bob }, {}, { subject: alice }],
    };
    const last = await decisionsOf({ ...denied, options: { evaluations_semantic: semantic } });
    expect(last).toEqual(semantic === 'deny_on_first_deny' ? [false] : [false, false, true]);
  });

  it('answers what cannot be read in its place', async () => {
    const evaluations = [
      { resource: record1 },
      {},
      'x',
      { resource: { ...record1, id: 1 } },
      { resource: record1 },
    ];
    const { status, body } = await pep.post<{ evaluations: Json[] }>(EVALUATIONS, {
      ...{ subject: alice, action: read, evaluations },
    });
    expect(status).toBe(200);
    expect(body.evaluations.map(({ decision }) => decision)).toEqual([true, false, false, false, true]);
    expect(body.evaluations[1]).toEqual({
      decision: false,
      context: { error: { status: 400, message: 'evaluations.1.resource is missing' } },
    });
  });

  it.each([[undefined], [null], [[]]])(
    'is an evaluation when the evaluations are %j',
    async (evaluations) => {
      const request = { subject: alice, action: read, resource: record1, evaluations };
      expect((await pep.post(EVALUATIONS, request)).body).toMatchObject({ decision: true });
      expect((await pep.post(EVALUATIONS, { evaluations })).status).toBe(400);
    },
  );

  it.each([
    { evaluations: {} },
    { evaluations: Array.from({ length: 1001 }, () => ({})) },
    { evaluations: [{}], subject: 'alice' },
    { evaluations: [{}], options: { evaluations_semantic: 'whatever' } },
    { evaluations: [{}], options: 'execute_all' },
  ])('refuses a request that is wrong as a whole', async (request) => {
    expect(await pep.post<ProblemJson>(EVALUATIONS, request)).toMatchObject({
      ...{ status: 400, body: { code: 'request.invalid' } },
    });
  });
});

describe('search certification', () => {
  const known = [alice, bob];

  it.each<[string, string, Json, Json[]]>([
    ['subjects', SUBJECTS, { subject: { type: 'user' }, action: read, resource: record1 }, known],
    [
      'subjects in a context',
      SUBJECTS,
      { subject: { type: 'user' }, action: read, resource: record1, context: {} },
      known,
    ],
    [
      'subjects by properties',
      SUBJECTS,
      { subject: { type: 'user' }, action: write, resource: archived },
      [bob],
    ],
    [
      'resources',
      RESOURCES,
      { subject: alice, action: read, resource: { type: 'record' } },
      [record1, record2],
    ],
    [
      'resources granted',
      RESOURCES,
      { subject: bobAsAdmin, action: write, resource: { type: 'record' } },
      [record2],
    ],
    ['actions', ACTIONS, { subject: alice, resource: record1 }, [read, write]],
    ['actions by properties', ACTIONS, { subject: bobAsAdmin, resource: archived }, [read, write]],
  ])('finds %s', async (_, path, request, expected) => {
    const results = await resultsOf(path, request);
    expect(results).toEqual(expect.arrayContaining(expected));
    expect(await resultsOf(path, request, pep.at(there.url))).toEqual(results);
  });

  it('finds exactly what evaluation allows', async () => {
    const subject = { type: 'user' };
    expect(await resultsOf(SUBJECTS, { subject, action: write, resource: record1 })).not.toContainEqual(bob);
    expect(await resultsOf(SUBJECTS, { subject, action: write, resource: archived })).not.toContainEqual(
      alice,
    );
    const wish = {
      subject: alice,
      action: write,
      resource: { type: 'record', properties: archived.properties },
    };
    expect(await resultsOf(RESOURCES, wish)).toEqual([]);
    expect(await resultsOf(ACTIONS, { subject: bob, resource: record1 })).toEqual([read]);
  });

  it.each([
    [SUBJECTS, { subject: { type: 'spaceship' }, action: read, resource: record1 }],
    [SUBJECTS, { subject: { type: 'user' }, action: { name: 'can_fly' }, resource: record1 }],
    [RESOURCES, { subject: { type: 'user', id: 'nobody' }, action: read, resource: { type: 'record' } }],
    [RESOURCES, { subject: alice, action: read, resource: { type: 'Spaceship' } }],
    [ACTIONS, { subject: { type: 'user', id: 'nobody' }, resource: record1 }],
    [ACTIONS, { subject: alice, resource: { type: 'spaceship', id: '1' } }],
  ])('finds nothing at %s for %j', async (path, request) => {
    const { status, body } = await pep.post(path, request);
    expect([status, body]).toEqual([200, { page: { next_token: '', count: 0 }, results: [] }]);
  });

  it.each([
    [SUBJECTS, { subject: { type: 'user' }, resource: record1 }],
    [SUBJECTS, { subject: { type: 'user' }, action: read, resource: { type: 'record' } }],
    [RESOURCES, { action: read, resource: { type: 'record' } }],
    [RESOURCES, { subject: { type: 'user' }, action: read, resource: { type: 'record' } }],
    [ACTIONS, { subject: alice }],
    [ACTIONS, { subject: alice, resource: record1, page: { limit: -1 } }],
    [ACTIONS, { subject: alice, resource: record1, page: { limit: '1' } }],
    [ACTIONS, { subject: alice, resource: record1, page: { token: 7 } }],
    [ACTIONS, { subject: alice, resource: record1, page: 'x' }],
  ])('refuses at %s %j', async (path, request) => {
    expect((await pep.post(path, request)).status).toBe(400);
  });

  it('ignores the id of what is searched for', async () => {
    expect(await resultsOf(SUBJECTS, { subject: alice, action: read, resource: record1 })).toContainEqual(
      bob,
    );
    expect(await resultsOf(RESOURCES, { subject: alice, action: read, resource: record1 })).toContainEqual(
      record2,
    );
  });
});

describe('pages of a search', () => {
  const search = { subject: { type: 'user' }, action: read, resource: record1 };
  interface Found {
    readonly page: { readonly next_token: string; readonly count: number };
    readonly results: readonly Json[];
  }
  const page = async (wish: Json, request: Json = search, path = SUBJECTS) =>
    (await pep.post<Found & ProblemJson>(path, { ...request, page: wish })).body;

  it.each([
    [SUBJECTS, search],
    [RESOURCES, { subject: alice, action: read, resource: { type: 'record' } }],
    [RESOURCES, { subject: bob, action: write, resource: { type: 'record' } }],
    [ACTIONS, { subject: alice, resource: record1 }],
  ])('follow each other at %s', async (path, request) => {
    const all = await resultsOf(path, request);
    const seen: Json[] = [];
    let token = '';
    do {
      const { page: told, results } = await page({ limit: 1, token }, request, path);
      expect(results.length).toBe(told.count);
      expect(results.length).toBeLessThanOrEqual(1);
      seen.push(...results);
      token = told.next_token;
    } while (token !== '');
    expect(seen).toEqual(all);
  });

  it('keep their size without being told again', async () => {
    const { page: first } = await page({ limit: 1 });
    expect((await page({ token: first.next_token })).page.count).toBe(1);
  });

  it('may be asked for nothing', async () => {
    const { page: first, results } = await page({ limit: 0 });
    expect(results).toEqual([]);
    expect((await page({ token: first.next_token })).results).toEqual(await resultsOf(SUBJECTS, search));
  });

  it('belong to their search, and cannot be made up', async () => {
    const { page: first } = await page({ limit: 1 });
    const token = first.next_token;
    const flipped = (token.startsWith('A') ? 'B' : 'A') + token.slice(1);
    const foreign = await programOf(await ownerOf(here));
    const refused = [
      await page({ token: flipped }),
      await page({ token: token.slice(0, -4) }),
      await page({ token: 'made-up' }),
      await page({ token, limit: 2 }),
      await page({ token }, { ...search, action: write }),
      await page({ token }, { ...search, context: { hour: 3 } }),
      await page({ token }, { subject: alice, action: read, resource: { type: 'record' } }, RESOURCES),
      (await foreign.post<ProblemJson>(SUBJECTS, { ...search, page: { token } })).body,
    ];
    for (const { status, errors } of refused)
      expect([status, errors?.map(({ path }) => path)]).toEqual([400, ['page.token']]);
    const sameSearch = { resource: record1, action: read, subject: { type: 'user' }, other: 1 };
    expect((await page({ token }, sameSearch)).page.count).toBe(1);
  });
});

describe('subjects', () => {
  it('are known by their ids too, and by service account', async () => {
    const { userId, browser } = owner;
    expect(
      await decisionOf({ subject: { type: 'user', id: userId }, action: write, resource: record1 }),
    ).toBe(true);
    const upper = { type: 'user', id: userId.toUpperCase() };
    expect(await decisionOf({ subject: upper, action: write, resource: record1 })).toBe(true);
    const { id } = await makeServiceAccount(browser, ['record-user']);
    const program = { type: 'service-account', id };
    expect(await decisionOf({ subject: program, action: read, resource: record1 })).toBe(true);
    expect(await decisionOf({ subject: program, action: write, resource: record1 })).toBe(false);
    const search = { subject: { type: 'service-account' }, action: read, resource: record1 };
    expect(await resultsOf(SUBJECTS, search)).toContainEqual(program);
    expect(await decisionOf({ subject: { ...program, id: 'x' }, action: read, resource: record1 })).toBe(
      false,
    );
  });

  it('are found through their teams', async () => {
    const { tenantId, userId } = owner;
    const memberId = await admit(here, tenantId, { externalId: 'carol', roles: ['viewer'] });
    const groupId = await makeTeam(here, tenantId, { userId: memberId, by: userId });
    const carol = { type: 'user', id: 'carol' };
    const record = { type: 'record', id: 'of the team' };
    const search = { subject: { type: 'user' }, action: write, resource: record };
    expect(await resultsOf(SUBJECTS, search)).not.toContainEqual(carol);
    await grantTo(owner.browser, groupId, 'record:*', record, 'group');
    expect(await resultsOf(SUBJECTS, search)).toContainEqual(carol);
    expect(await decisionOf({ ...search, subject: carol })).toBe(true);
    const resources = { subject: carol, action: write, resource: { type: 'record' } };
    expect(await resultsOf(RESOURCES, resources)).toEqual([record]);
  });

  it('are those of the tenant of the credential alone', async () => {
    const other = await ownerOf(here);
    const theirs = await programOf(other);
    expect(await decisionOf({ subject: alice, action: read, resource: record1 }, theirs)).toBe(false);
    const { userId } = owner;
    const request = { subject: { type: 'user', id: userId }, action: read, resource: record1 };
    expect(await decisionOf(request, theirs)).toBe(false);
    const search = { subject: { type: 'user' }, action: read, resource: record1 };
    expect(await resultsOf(SUBJECTS, search, theirs)).toEqual([{ type: 'user', id: other.userId }]);
    const resources = { ...request, resource: { type: 'record' } };
    expect(
      await resultsOf(RESOURCES, { ...resources, subject: { type: 'user', id: other.userId } }, theirs),
    ).toEqual([]);
  });

  it('lose a permission everywhere when the grant is taken back', async () => {
    const { browser, tenantId } = owner;
    const id = await admit(here, tenantId, { externalId: 'dora', roles: ['viewer'] });
    const request = { subject: { type: 'user', id: 'dora' }, action: write, resource: record1 };
    const grantId = await grantTo(browser, id, 'record:write', record1);
    expect(await decisionOf(request, pep.at(there.url))).toBe(true);
    expect((await browser.delete(`/api/v1/grants/${grantId}`)).status).toBe(204);
    await expect.poll(() => decisionOf(request, pep.at(there.url)), { timeout: 5000 }).toBe(false);
  });
});

describe('who asks', () => {
  const aboutAlice = { subject: alice, action: read, resource: record1 };

  it('needs a permission to ask about others, also about those that do not exist', async () => {
    const viewer = await programOf(owner, ['viewer']);
    const nobody = { ...aboutAlice, subject: { type: 'user', id: 'nobody' } };
    const asked: [string, Json][] = [
      [EVALUATION, aboutAlice],
      [EVALUATION, nobody],
      [EVALUATION, { ...aboutAlice, subject: { type: 'spaceship', id: '1' } }],
      [EVALUATIONS, { evaluations: [aboutAlice] }],
      [EVALUATIONS, { evaluations: [nobody] }],
      [SUBJECTS, { ...aboutAlice, subject: { type: 'user' } }],
      [RESOURCES, { ...aboutAlice, resource: { type: 'record' } }],
      [RESOURCES, { ...nobody, resource: { type: 'record' } }],
      [ACTIONS, aboutAlice],
      [ACTIONS, nobody],
    ];
    for (const [path, request] of asked)
      expect(await viewer.post<ProblemJson>(path, request)).toMatchObject({
        ...{ status: 403, body: { code: 'authz.permission-denied' } },
      });
  });

  it('may ask about themselves, and gets no more than the credential reaches', async () => {
    const { browser, userId } = owner;
    const oneself = { type: 'user', id: userId };
    const { token } = await makeToken(browser, { scopes: ['record:read'] });
    const narrow = programWith(here, token);
    expect(await decisionOf({ subject: oneself, action: read, resource: record1 }, narrow)).toBe(true);
    expect(await decisionOf({ subject: oneself, action: write, resource: record1 }, narrow)).toBe(false);
    expect(await resultsOf(ACTIONS, { subject: oneself, resource: record1 }, narrow)).toEqual([read]);
    const wish = { subject: oneself, action: write, resource: { type: 'record' } };
    expect(await resultsOf(RESOURCES, wish, narrow)).toEqual([]);
    expect((await narrow.post(EVALUATION, aboutAlice)).status).toBe(403);
    expect(await decisionOf(aboutAlice, browser)).toBe(true);
  });
});

describe('discovery certification', () => {
  it('says where everything is', async () => {
    const { status, headers, body } = await here
      .client()
      .get<Record<string, string>>('/.well-known/authzen-configuration');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    const at = here.config.publicUrl;
    expect(body).toEqual({
      policy_decision_point: at,
      access_evaluation_endpoint: at + EVALUATION,
      access_evaluations_endpoint: at + EVALUATIONS,
      search_subject_endpoint: at + SUBJECTS,
      search_resource_endpoint: at + RESOURCES,
      search_action_endpoint: at + ACTIONS,
    });
  });
});
