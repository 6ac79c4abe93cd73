import { conditionsTooCostly } from './authorization.errors.js';

/** How much there is for a condition to look at. */
export interface Extent {
  /** Of whatever kind, members of members included. */
  readonly values: number;
  /** Members of the longest list or object. */
  readonly longest: number;
  /** Characters of the longest text. */
  readonly text: number;
}

/** In units, of which a core does some millions a second: the smallest part of a condition costs one. */
export const MOST_EFFORT = 1_000_000;

/**
 * What one request may spend on conditions. Tenants write them and callers say what they look at, so both together
 * decide what an answer costs; without a bound one request could hold up everybody's.
 */
export class Effort {
  private left = MOST_EFFORT;

  /** @throws DomainError `authz.conditions-too-costly` */
  spend(units: number): void {
    this.left -= units;
    if (this.left < 0) throw conditionsTooCostly();
  }
}

export function extentOf(value: unknown): Extent {
  if (typeof value === 'string') return { values: 1, longest: 0, text: value.length };
  if (typeof value !== 'object' || value === null) return { values: 1, longest: 0, text: 0 };
  const members = Object.values(value);
  let [values, longest, text] = [1, members.length, 0];
  for (const member of members) {
    const within = extentOf(member);
    values += within.values;
    longest = Math.max(longest, within.longest);
    text = Math.max(text, within.text);
  }
  return { values, longest, text };
}
