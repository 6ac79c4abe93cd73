import type { RoleSet } from './role-set.js';

/** How surely a permission is held. */
export type Hold = 'always' | 'sometimes' | 'never';

/** `sometimes`: it depends on a condition, or is denied under one. */
export function holdOf(set: RoleSet, permission: string): Hold {
  const { outcome } = set.verdict(permission);
  if (outcome === 'allow') return 'always';
  if (outcome !== 'depends') return 'never';
  return set.verdict(permission).allows.length > 0 ? 'sometimes' : 'never';
}

export interface HoldChange {
  readonly permission: string;
  readonly from: Hold;
  readonly to: Hold;
}

export interface Changes {
  readonly gains: readonly HoldChange[];
  readonly loses: readonly HoldChange[];
}

const RANK: Readonly<Record<Hold, number>> = { never: 0, sometimes: 1, always: 2 };

/** What whoever has these roles would gain and lose, permission by permission. */
export function changesBetween(before: RoleSet, after: RoleSet, permissions: readonly string[]): Changes {
  const changes = permissions
    .map((permission) => ({ permission, from: holdOf(before, permission), to: holdOf(after, permission) }))
    .filter(({ from, to }) => from !== to);
  return {
    gains: changes.filter(({ from, to }) => RANK[to] > RANK[from]),
    loses: changes.filter(({ from, to }) => RANK[to] < RANK[from]),
  };
}
