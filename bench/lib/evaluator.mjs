// How many decisions one core makes without any HTTP: ours with tenant and user look-up, and two libraries on the same
// roles, people and questions. Prints JSON: one line for each.
import { createMongoAbility } from '@casl/ability';
import { newEnforcer, newModelFromString, StringAdapter } from 'casbin';
import { CompileProfile } from '../../dist/src/modules/authorization/application/compile-profile.js';
import { Decide } from '../../dist/src/modules/authorization/application/decide.js';
import { PermissionCatalogue } from '../../dist/src/modules/authorization/application/permission-catalogue.js';
import { CachedAccessProfiles } from '../../dist/src/modules/authorization/infra/cached-access-profiles.js';
import { CelConditions } from '../../dist/src/modules/authorization/infra/cel-conditions.js';
import { InvalidationBus } from '../../dist/src/platform/bus/invalidation-bus.js';
import { RevocableCaches } from '../../dist/src/platform/cache/revocable-cache.js';

const TENANTS = Number(process.env.T ?? 100);
const PEOPLE = 1000;
const ROLES = 50;
const ACTIONS = ['read', 'create', 'update', 'delete'];
/** Casbin takes so long for each that fewer people must do; it walks every rule of its model for every question. */
const FEW = 1;
const QUESTIONS = 100_000;

const id = (kind, at) => `0198c2a4-6f0e-7cc3-8d5b-${kind}${String(at).padStart(11, '0')}`;
const roleName = (at) => `role-${at}`;
/** Ten resources a role, two actions each. */
const permissionsOf = (role) =>
  Array.from({ length: 10 }, (_, n) => `resource-${(role + n) % 60}`).flatMap((resource) => [
    `${resource}:${ACTIONS[role % 4]}`,
    `${resource}:read`,
  ]);
const rolesOf = (person) => [person % ROLES, (person * 7) % ROLES];

const questions = Array.from({ length: QUESTIONS }, (_, n) => ({
  tenant: (n * 31) % TENANTS,
  person: (n * 17) % PEOPLE,
  permission: `resource-${n % 60}:${ACTIONS[(n * 3) % 4]}`,
}));

await ours();
await casl();
await casbin();

async function ours() {
  const bus = new InvalidationBus();
  bus.connected();
  // What a node hears ten times a second; no timer fires while we measure.
  const beat = () => bus.heard(performance.now());
  const caches = new RevocableCaches(bus, { total: () => undefined });
  const shared = { listenFor: () => undefined, get: ({ load }) => load() };
  const source = {
    read: async (_tenant, subject) => {
      const roles = rolesOf(Number(subject.id.slice(-11)));
      const definitions = roles.map((at) => ({
        ...{ name: roleName(at), version: 1, permissions: permissionsOf(at), rules: [] },
      }));
      const names = definitions.map(({ name }) => name);
      return {
        belongs: true,
        externalId: null,
        groups: [],
        roles: names,
        definitions,
        platformRoles: [],
        grants: [],
      };
    },
  };
  const compile = new CompileProfile(new PermissionCatalogue({}), new CelConditions());
  const decide = new Decide(new CachedAccessProfiles(caches, shared, source, compile), {
    now: () => new Date(),
  });
  const tenants = Array.from({ length: TENANTS }, (_, at) => id('a', at));
  const subjects = Array.from({ length: PEOPLE }, (_, at) => ({ type: 'user', id: id('b', at) }));
  for (const tenant of tenants)
    for (const subject of subjects) await decide.holds(tenant, subject, { permission: 'resource-1:read' });
  const ask = ({ tenant, person, permission }) =>
    decide.holds(tenants[tenant], subjects[person], { permission });
  await measure('Sallyport, tenant and user look-up', ask, { beat });
}

async function casl() {
  const abilities = new Map();
  const abilityOf = (person) => {
    const key = rolesOf(person).join();
    const known = abilities.get(key);
    if (known) return known;
    const rules = rolesOf(person)
      .flatMap(permissionsOf)
      .map((permission) => permission.split(':'))
      .map(([subject, action]) => ({ action, subject }));
    const ability = createMongoAbility(rules);
    abilities.set(key, ability);
    return ability;
  };
  const byTenant = new Map(
    Array.from({ length: TENANTS }, (_, tenant) => [
      id('a', tenant),
      new Map(Array.from({ length: PEOPLE }, (_, person) => [id('b', person), abilityOf(person)])),
    ]),
  );
  const asked = questions.map(({ tenant, person, permission }) => {
    const [subject, action] = permission.split(':');
    return { tenant: id('a', tenant), person: id('b', person), subject, action };
  });
  await measure('@casl/ability, abilities kept a combination of roles', (_, at) => {
    const { tenant, person, subject, action } = asked[at];
    return byTenant.get(tenant).get(person).can(action, subject);
  });
}

async function casbin() {
  const model = newModelFromString(`
    [request_definition]
    r = sub, dom, obj, act
    [policy_definition]
    p = sub, dom, obj, act
    [role_definition]
    g = _, _, _
    [policy_effect]
    e = some(where (p.eft == allow))
    [matchers]
    m = g(r.sub, p.sub, r.dom) && r.dom == p.dom && r.obj == p.obj && r.act == p.act`);
  const lines = Array.from({ length: FEW }, (_, tenant) => [
    ...Array.from({ length: ROLES }, (_, role) =>
      permissionsOf(role).map(
        (permission) => `p, ${roleName(role)}, t${tenant}, ${permission.replace(':', ', ')}`,
      ),
    ).flat(),
    ...Array.from({ length: PEOPLE }, (_, person) =>
      rolesOf(person).map((role) => `g, u${person}, ${roleName(role)}, t${tenant}`),
    ).flat(),
  ]).flat();
  const enforcer = await newEnforcer(model, new StringAdapter(lines.join('\n')));
  const ask = ({ person, permission }) => enforcer.enforce(`u${person}`, 't0', ...permission.split(':'));
  await measure('casbin, one tenant only', ask, { count: 200 });
}

/** Half a second to warm up, then two seconds; a second is one of this process's own processor time. */
async function measure(title, ask, { count = questions.length, beat = () => undefined } = {}) {
  let allowed = 0;
  const round = async (until) => {
    let asked = 0;
    while (performance.now() < until) {
      for (let at = 0; at < count; at += 1) {
        if (at % 10_000 === 0) beat();
        const answer = ask(questions[at], at);
        if (answer instanceof Promise ? await answer : answer) allowed += 1;
      }
      asked += count;
    }
    return asked;
  };
  await round(performance.now() + 500);
  const before = process.cpuUsage();
  const asked = await round(performance.now() + 2000);
  const { user, system } = process.cpuUsage(before);
  if (allowed === 0) throw new Error(`${title} allowed nothing: that is no measure`);
  console.log(JSON.stringify({ title, perSecond: Math.round(asked / ((user + system) / 1e6)) }));
}
