import { describe, expect, it } from 'vitest';
import { CelConditions } from '../infra/cel-conditions.js';
import { AccessProfile } from './access-profile.js';
import { decide, isAllowed, type Question } from './decision.js';
import { Effort, MOST_EFFORT } from './effort.js';
import type { Grant } from './grant.js';
import { RoleSet } from './role-set.js';
import type { RoleDefinition, Rule } from './role.js';

const conditions = new CelConditions();
const NOW = new Date('2026-01-01T12:00:00Z');
const CLOCK = { now: () => NOW };
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

const about = (permission: string, id?: string, properties?: Record<string, unknown>): Question => ({
  permission,
  ...(id !== undefined && { resource: { type: permission.split(':')[0]!, id, properties } }),
});

describe('a decision', () => {
  it('allows what a role names, by itself or by a wildcard, and says which', () => {
    const profile = profileOf([role('reader', ['document:read']), role('clerk', ['conversation:*'])]);
    expect(decide(profile, about('document:read'), CLOCK)).toEqual({
      allowed: true,
      because: [{ kind: 'role', role: 'reader', permission: 'document:read' }],
    });
    expect(isAllowed(profile, about('conversation:delete'), CLOCK)).toBe(true);
    expect(decide(profile, about('document:update'), CLOCK)).toEqual({
      allowed: false,
      because: [{ kind: 'default-deny' }],
    });
  });

  it('lets deny beat allow, whichever role or grant it comes from', () => {
    const deny: Rule = { permission: 'document:delete', effect: 'deny' };
    const profile = profileOf(
      [role('owner', ['*']), role('careful', [], [deny])],
      [grant('document:*', 'd1')],
    );
    expect(decide(profile, about('document:delete', 'd1'), CLOCK)).toEqual({
      allowed: false,
      because: [{ kind: 'rule', effect: 'deny', role: 'careful', permission: 'document:delete', when: null }],
    });
    expect(isAllowed(profile, about('document:update', 'd1'), CLOCK)).toBe(true);
  });

  it('never lets a tenant reach what is of the platform', () => {
    expect(isAllowed(profileOf([role('owner', ['*'])]), about('platform:manage'), CLOCK)).toBe(false);
    expect(isAllowed(profileOf([role('operator', ['platform:*'])]), about('platform:manage'), CLOCK)).toBe(
      true,
    );
  });

  it('takes a grant for one resource, while it lasts', () => {
    const profile = profileOf(
      [],
      [
        grant('document:read', 'd1'),
        grant('document:read', 'd2', { expiresAt: NOW }),
        grant('document:read', 'd3', { expiresAt: LATER }),
      ],
    );
    const may = (id?: string) => isAllowed(profile, about('document:read', id), CLOCK);
    expect([may('d1'), may('d2'), may('d3'), may('d4'), may()]).toEqual([true, false, true, false, false]);
    expect(isAllowed(profile, about('document:update', 'd1'), CLOCK)).toBe(false);
  });

  it('asks conditions, and only about what was given', () => {
    const own: Rule = {
      permission: 'document:update',
      effect: 'allow',
      when: 'resource.properties.owner == subject.id',
    };
    const profile = profileOf([role('author', [], [own])]);
    expect(isAllowed(profile, about('document:update', 'd1', { owner: 'ada' }), CLOCK)).toBe(true);
    expect(isAllowed(profile, about('document:update', 'd1', { owner: 'bob' }), CLOCK)).toBe(false);
    expect(isAllowed(profile, about('document:update', 'd1'), CLOCK)).toBe(false);
    expect(isAllowed(profile, about('document:update'), CLOCK)).toBe(false);
  });

  it('fails closed: a deny that cannot be decided denies, an allow does not allow', () => {
    const when = 'context.risk > 5';
    const denies = profileOf([
      role('a', ['document:read'], [{ permission: 'document:*', effect: 'deny', when }]),
    ]);
    const allows = profileOf([role('a', [], [{ permission: 'document:*', effect: 'allow', when }])]);
    expect(isAllowed(denies, about('document:read'), CLOCK)).toBe(false);
    expect(isAllowed(allows, about('document:read'), CLOCK)).toBe(false);
    const context = { risk: 1 };
    expect(isAllowed(denies, { ...about('document:read'), context }, CLOCK)).toBe(true);
    expect(isAllowed(allows, { ...about('document:read'), context: { risk: 9 } }, CLOCK)).toBe(true);
  });

  it('does not ask about a resource where none was named', () => {
    const when = 'resource.properties.secret == true';
    const profile = profileOf([
      role('a', ['document:*'], [{ permission: 'document:read', effect: 'deny', when }]),
    ]);
    expect(isAllowed(profile, about('document:read'), CLOCK)).toBe(true);
    expect(isAllowed(profile, about('document:read', 'd1', { secret: true }), CLOCK)).toBe(false);
    expect(isAllowed(profile, about('document:read', 'd1', { secret: false }), CLOCK)).toBe(true);
    expect(isAllowed(profile, about('document:read', 'd1'), CLOCK)).toBe(false);
  });

  it('cannot be told by the asker who the subject is', () => {
    const when = 'subject.id == "root"';
    const profile = profileOf([role('a', [], [{ permission: 'document:read', effect: 'allow', when }])]);
    const question = { ...about('document:read'), subjectProperties: { id: 'root' } };
    expect(isAllowed(profile, question, CLOCK)).toBe(false);
  });
});

describe('what a decision costs', () => {
  const when = 'context.a == context.b && context.words.exists(word, word == subject.id)';
  const profile = profileOf([role('clerk', [], [{ permission: 'document:read', effect: 'allow', when }])]);
  const asking = (words: number): Question => ({
    permission: 'document:read',
    context: { a: 1, b: 1, words: Array.from({ length: words }, (_, at) => (at === 0 ? 'ada' : 'eve')) },
  });

  it('is bounded, for all questions of one request together', () => {
    const effort = new Effort();
    expect(isAllowed(profile, asking(100), CLOCK, effort)).toBe(true);
    const exhaust = () => {
      for (let at = 0; at < MOST_EFFORT; at += 1) isAllowed(profile, asking(100), CLOCK, effort);
    };
    expect(exhaust).toThrow('authz.conditions-too-costly');
    expect(() => decide(profile, asking(1), CLOCK, effort)).toThrow('authz.conditions-too-costly');
    expect(decide(profile, asking(1), CLOCK).allowed).toBe(true);
  });

  it('leaves room for a thousand questions', () => {
    const effort = new Effort();
    for (let at = 0; at < 1000; at += 1) expect(isAllowed(profile, asking(20), CLOCK, effort)).toBe(true);
  });
});
