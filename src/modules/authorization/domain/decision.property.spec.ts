import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CelConditions } from '../infra/cel-conditions.js';
import { AccessProfile } from './access-profile.js';
import { decide, isAllowed, type Question } from './decision.js';
import type { Grant } from './grant.js';
import { RoleSet } from './role-set.js';
import type { RoleDefinition, Rule } from './role.js';

const conditions = new CelConditions();
const NOW = new Date('2026-01-01T12:00:00Z');
const CLOCK = { now: () => NOW };
const EARLIER = new Date('2026-01-01T11:59:59Z');
const LATER = new Date('2026-01-01T12:00:01Z');

const role = (name: string, permissions: string[], rules: Rule[] = []): RoleDefinition => ({
  name,
  permissions,
  rules,
});

function profileOf(roles: RoleDefinition[], grants: Grant[] = []): AccessProfile {
  const subject = { type: 'user', id: 'ada', externalId: 'e-1', groups: ['team'] } as const;
  return new AccessProfile(subject, new RoleSet(roles, conditions), grants, conditions);
}

function grant(permission: string, id: string, more: Partial<Grant> = {}): Grant {
  const resource = { type: permission.split(':')[0]!, id };
  return {
    id: `g-${id}`,
    subject: { type: 'user', id: 'ada' },
    permission,
    resource,
    when: null,
    expiresAt: null,
    ...more,
  };
}

/** The same rules, as plainly as one can write them. */
function reference(roles: RoleDefinition[], grants: Grant[], question: Question, now: Date): boolean {
  const means = (pattern: string): boolean => {
    const [resource, action] = question.permission.split(':');
    if (pattern === '*') return resource !== 'platform';
    const [ofPattern, wanted] = pattern.split(':');
    return ofPattern === resource && (wanted === '*' || wanted === action);
  };
  const holds = (when: string | null | undefined): boolean | 'unknown' | 'silent' => {
    if (when === null || when === undefined) return true;
    const condition = CONDITIONS.find(({ text }) => text === when)!;
    if (condition.aboutResource && !question.resource) return 'silent';
    return condition.holds(question);
  };
  const rules = roles.flatMap((each) => [...each.rules]).filter(({ permission }) => means(permission));
  const denied = rules.some((rule) => rule.effect === 'deny' && [true, 'unknown'].includes(holds(rule.when)));
  if (denied) return false;
  const byRole = roles.some(({ permissions }) => permissions.some(means));
  const byRule = rules.some((rule) => rule.effect === 'allow' && holds(rule.when) === true);
  const byGrant = grants.some(
    ({ permission, resource, when, expiresAt }) =>
      means(permission) &&
      resource.type === question.resource?.type &&
      resource.id === question.resource.id &&
      (expiresAt === null || expiresAt.getTime() > now.getTime()) &&
      holds(when) === true,
  );
  return byRole || byRule || byGrant;
}

const CONDITIONS = [
  {
    text: 'context.hour < 12',
    aboutResource: false,
    holds: ({ context }: Question) =>
      typeof context?.['hour'] === 'number' ? context['hour'] < 12 : ('unknown' as const),
  },
  {
    text: 'resource.properties.owner == subject.id',
    aboutResource: true,
    holds: ({ resource }: Question) =>
      resource?.properties && 'owner' in resource.properties
        ? resource.properties['owner'] === 'ada'
        : ('unknown' as const),
  },
  { text: '"team" in subject.groups', aboutResource: false, holds: () => true },
  {
    text: 'resource.id == "1"',
    aboutResource: true,
    holds: ({ resource }: Question) => resource?.id === '1',
  },
];

const permissions = fc.constantFrom('document:read', 'document:update', 'folder:read', 'platform:manage');
const patterns = fc.oneof(permissions, fc.constantFrom('document:*', 'folder:*', '*', 'platform:*'));
const when = fc.constantFrom(...CONDITIONS.map(({ text }) => text));
const rules = fc.record(
  { permission: patterns, effect: fc.constantFrom('allow' as const, 'deny' as const), when },
  { requiredKeys: ['permission', 'effect'] },
);
const roles = fc
  .array(
    fc.record({
      permissions: fc.array(patterns, { maxLength: 2 }),
      rules: fc.array(rules, { maxLength: 3 }),
    }),
    {
      maxLength: 3,
    },
  )
  .map((made) => made.map((each, at) => role(`role-${String(at)}`, each.permissions, each.rules)));
const ids = fc.constantFrom('1', '2');
const types = fc.constantFrom('document', 'folder');
const grants = fc.array(
  fc
    .record({
      action: fc.constantFrom('read', 'update', '*'),
      type: types,
      id: ids,
      when: fc.option(when),
      expiresAt: fc.constantFrom(null, EARLIER, NOW, LATER),
    })
    .map(({ action, type, id, ...more }) => ({ ...grant(`${type}:${action}`, id), ...more })),
  { maxLength: 4 },
);
const questions = fc.record(
  {
    permission: permissions,
    resource: fc.record(
      {
        type: types,
        id: ids,
        properties: fc.record({ owner: fc.constantFrom('ada', 'bob') }, { requiredKeys: [] }),
      },
      { requiredKeys: ['type', 'id'] },
    ),
    context: fc.record({ hour: fc.integer({ min: 0, max: 23 }) }, { requiredKeys: [] }),
  },
  { requiredKeys: ['permission'] },
);

describe('check, explain and the rules as plainly as one can write them', () => {
  it('always agree', () => {
    fc.assert(
      fc.property(roles, grants, questions, (held, granted, question) => {
        const profile = profileOf(held, granted);
        const expected = reference(held, granted, question, NOW);
        const { allowed, because } = decide(profile, question, CLOCK);
        expect(isAllowed(profile, question, CLOCK)).toBe(expected);
        expect(allowed).toBe(expected);
        expect(because.length).toBeGreaterThan(0);
      }),
      { numRuns: 3000 },
    );
  });

  it('are what somebody holds for good: nothing that is held can be denied', () => {
    fc.assert(
      fc.property(roles, patterns, questions, (held, pattern, question) => {
        const set = new RoleSet(held, conditions);
        fc.pre(set.holds(pattern) && set.holds(question.permission));
        expect(isAllowed(profileOf(held), question, CLOCK)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
