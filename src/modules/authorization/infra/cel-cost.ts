// What asking a condition costs at most, from its parts and how much they have to look at.
import type { ASTNode } from '@marcbachmann/cel-js';
import type { Extent } from '../domain/effort.js';

type Price = 'part' | 'comparison' | 'print' | 'text' | 'search' | 'zone' | 'sum';

/** Measured: roughly how many times as long as the cheapest part each takes. */
const PRICES: Readonly<Record<Price, (extent: Extent) => number>> = {
  part: () => 1,
  sum: () => 1,
  comparison: ({ values }) => 1 + values,
  print: ({ values, text }) => 1 + 4 * values + text / 8,
  text: ({ text }) => 1 + text / 32,
  search: ({ text }) => 1 + text / 8,
  zone: () => 400,
};

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', 'in']);
const PRICE_OF_CALL: Readonly<Record<string, Price>> = {
  ...{ contains: 'search', startsWith: 'text', endsWith: 'text', size: 'text' },
  ...{ lowerAscii: 'text', upperAscii: 'text', trim: 'text', bool: 'text', int: 'text', double: 'text' },
  ...{ string: 'print', timestamp: 'text', duration: 'text' },
};
/** Texts that we make ourselves, so that comparing with them compares nothing else. */
const SCALARS: ReadonlySet<string> = new Set([
  'subject.id',
  'subject.type',
  'resource.id',
  'resource.type',
  'action.name',
]);

/** What a condition consists of. */
export class Bill {
  private readonly once = new Map<Price, number>();
  /** For each member of a list that is walked through. */
  private readonly walked = new Map<Price, number>();
  private parts = 0;

  add(node: ASTNode, isWalked: boolean): void {
    const tally = isWalked ? this.walked : this.once;
    const price = priceOf(node);
    tally.set(price, (tally.get(price) ?? 0) + 1);
    this.parts += 1;
  }

  /** In units of `Effort`. */
  total(extent: Extent): number {
    // Each sum may put one more of the longest text or list to another.
    const sums = 1 + (this.once.get('sum') ?? 0) + (this.walked.get('sum') ?? 0);
    const longest = Math.max(extent.longest, this.parts) * sums;
    const grown: Extent = { values: extent.values * sums, longest, text: extent.text * sums };
    return costOf(this.once, grown) + longest * costOf(this.walked, grown);
  }
}

const costOf = (tally: ReadonlyMap<Price, number>, extent: Extent): number =>
  [...tally].reduce((cost, [price, count]) => cost + count * PRICES[price](extent), 0);

function priceOf(node: ASTNode): Price {
  if (node.op === '+') return 'sum';
  if (COMPARISONS.has(node.op))
    return (node.args as ASTNode[]).some(isScalar) && node.op !== 'in' ? 'part' : 'comparison';
  // What a clock shows in a time zone.
  if (node.op === 'rcall' && node.args[0].startsWith('get') && node.args[2].length > 0) return 'zone';
  return node.op === 'call' || node.op === 'rcall' ? (PRICE_OF_CALL[node.args[0]] ?? 'part') : 'part';
}

function isScalar(node: ASTNode): boolean {
  if (node.op === 'value') return true;
  if (node.op !== '.') return false;
  const [of, name] = node.args;
  return of.op === 'id' && SCALARS.has(`${of.args}.${name}`);
}
