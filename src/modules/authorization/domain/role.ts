import type { Id } from '../../../kernel/id.js';

/** One line of a role that allows or denies more finely than a list of permissions can. */
export interface Rule {
  /** A permission, `resource:*` or `*`. */
  readonly permission: string;
  readonly effect: 'allow' | 'deny';
  /** A condition in CEL; without it the rule always holds. */
  readonly when?: string;
}

/** What a role says. */
export interface RoleDefinition {
  readonly name: string;
  /** What its holders may do, without any condition: permissions, `resource:*` or `*`. */
  readonly permissions: readonly string[];
  readonly rules: readonly Rule[];
}

/** A role that a tenant made. */
export interface Role extends RoleDefinition {
  readonly id: Id;
  readonly tenantId: Id;
  readonly description: string | null;
  /** 1, and one more with every change. */
  readonly version: number;
  readonly createdBy: Id;
  readonly updatedBy: Id;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type RoleWish = Pick<Role, 'name' | 'description' | 'permissions' | 'rules'>;

/** What a role may give, under whatever condition. */
export const givenBy = ({ permissions, rules }: RoleDefinition): string[] => [
  ...permissions,
  ...rules.filter(({ effect }) => effect === 'allow').map(({ permission }) => permission),
];

/** What a role forbids, under whatever condition. */
export const deniedBy = ({ rules }: Pick<RoleDefinition, 'rules'>): string[] =>
  rules.filter(({ effect }) => effect === 'deny').map(({ permission }) => permission);

/**
 * What the holders of a role could gain by this change. Whoever makes it must hold that: a deny that goes or gets
 * another condition gives as much as a new permission.
 */
export function couldGain(before: RoleDefinition, after: RoleDefinition): string[] {
  const had = new Set(before.permissions);
  const newlyAllowed = after.rules.filter(
    (rule) => rule.effect === 'allow' && !had.has(rule.permission) && !before.rules.some(same(rule)),
  );
  const noLongerDenied = before.rules.filter(
    (rule) => rule.effect === 'deny' && !after.rules.some(same(rule)),
  );
  return [
    ...new Set([
      ...after.permissions.filter((permission) => !had.has(permission)),
      ...[...newlyAllowed, ...noLongerDenied].map(({ permission }) => permission),
    ]),
  ];
}

/** What a change newly forbids to the holders of a role. Whoever makes it must hold that too. */
export function couldLose(before: RoleDefinition, after: RoleDefinition): string[] {
  return deniedBy({ rules: after.rules.filter((rule) => !before.rules.some(same(rule))) });
}

const same = (a: Rule) => (b: Rule) =>
  a.permission === b.permission && a.effect === b.effect && a.when === b.when;
