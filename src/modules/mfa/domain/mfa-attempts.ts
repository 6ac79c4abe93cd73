import type { Id } from '../../../kernel/id.js';

/** How many codes may be tried for one account, whatever the challenge and wherever from. */
export interface CodeBudget {
  readonly name: string;
  readonly attempts: number;
  readonly windowSeconds: number;
}

/**
 * Guessing six digits with three of them right at any time: 50 tries a day are a chance of one in 6,700. Passkeys are
 * not counted, nobody guesses a signature: their owner gets in while somebody else uses up the budget.
 */
export const CODE_BUDGETS: readonly CodeBudget[] = [
  { name: 'short', attempts: 10, windowSeconds: 15 * 60 },
  { name: 'day', attempts: 50, windowSeconds: 86_400 },
];

/** Codes and links by mail: nobody's mailbox is flooded. */
export const MAIL_BUDGETS: readonly CodeBudget[] = [{ name: 'mails', attempts: 6, windowSeconds: 3600 }];

/** Whoever gets this far has the first proof: the owner is told, once in a short window. */
export const TELL_OWNER_AT = 5;

export interface CodeVerdict {
  readonly allowed: boolean;
  readonly retryAfterSeconds: number;
  /** Attempts within the first of the budgets, this one included. */
  readonly made: number;
}

/** What was counted against one budget, this attempt included. */
export interface CountedAttempts {
  readonly budget: string;
  readonly attempts: number;
  readonly windowEndsAt: Date;
}

export function verdictOn(
  counted: readonly CountedAttempts[],
  budgets: readonly CodeBudget[],
  now: Date,
): CodeVerdict {
  const of = (name: string) => counted.find(({ budget }) => budget === name)!;
  const exceeded = budgets
    .filter(({ name, attempts }) => of(name).attempts > attempts)
    .map(({ name }) => of(name));
  const waits = exceeded.map(({ windowEndsAt }) =>
    Math.ceil((windowEndsAt.getTime() - now.getTime()) / 1000),
  );
  return {
    allowed: exceeded.length === 0,
    retryAfterSeconds: Math.max(1, ...waits),
    made: of(budgets[0]!.name).attempts,
  };
}

/** Counts attempts before they are made. */
export abstract class MfaAttempts {
  abstract claim(userId: Id, budgets: readonly CodeBudget[], now: Date): Promise<CodeVerdict>;
  /** The newest attempt was right: it gives its place back, and the short count begins anew. */
  abstract forget(userId: Id): Promise<void>;
  abstract purge(now: Date, limit: number): Promise<number>;
}
