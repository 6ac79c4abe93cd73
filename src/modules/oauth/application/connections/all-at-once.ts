import { DomainError } from '../../../../kernel/domain-error.js';

/** Is told of what went wrong with one connection, and not at its provider: the others go on. */
export type TellFailure = (failure: unknown) => void;

/** @returns what came of those with which nothing went wrong */
export async function allAtOnce<T, R>(
  all: readonly T[],
  work: (one: T) => Promise<R>,
  tell: TellFailure,
): Promise<R[]> {
  const outcomes = await Promise.allSettled(all.map(work));
  return outcomes.flatMap((outcome) => {
    if (outcome.status === 'fulfilled') return [outcome.value];
    // One of ours is an answer: removed meanwhile, or refreshed by somebody else.
    if (!(outcome.reason instanceof DomainError)) tell(outcome.reason);
    return [];
  });
}
