import type { Place } from '../../domain/candidates.js';

/** Candidates read at a time, and how often for one page: a search costs no more than that. */
const BATCH = 200;
const MOST_BATCHES = 10;

export interface FoundPage<T> {
  readonly results: readonly T[];
  /** Where the next page begins (see `Place.after`); null: there is no more. */
  readonly next: string | null;
}

export interface Search<C> {
  readonly read: (place: Place) => Promise<readonly C[]> | readonly C[];
  /** Which of them belong to the result, in their order. */
  readonly judge: (candidates: readonly C[]) => Promise<readonly boolean[]> | readonly boolean[];
  readonly keyOf: (candidate: C) => string;
}

/**
 * Reads candidates until the page is full, none are left or enough were looked at: so a page may be short, even empty,
 * and still not the last.
 */
export async function fillPage<C>({ read, judge, keyOf }: Search<C>, page: Place): Promise<FoundPage<C>> {
  const results: C[] = [];
  let { after } = page;
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const candidates = await read({ after, limit: BATCH });
    const verdicts = await judge(candidates);
    for (const [at, candidate] of candidates.entries()) {
      if (verdicts[at] === true) {
        if (results.length === page.limit) return { results, next: after };
        results.push(candidate);
      }
      after = keyOf(candidate);
    }
    if (candidates.length < BATCH) return { results, next: null };
  }
  return { results, next: after };
}

/** Candidates that are in memory anyway, in order. */
export const readFrom =
  (sorted: readonly string[]) =>
  ({ after, limit }: Place): string[] => {
    const from = sorted.findIndex((key) => key > after);
    return from < 0 ? [] : sorted.slice(from, from + limit);
  };

export const NOTHING: FoundPage<never> = { results: [], next: null };
