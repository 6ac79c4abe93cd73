import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { CodeBudget, CodeVerdict, MfaAttempts } from '../domain/mfa-attempts.js';

interface Counted {
  readonly budget: string;
  readonly attempts: number;
  readonly windowEndsAt: Date;
}

@Injectable()
export class SqlMfaAttempts implements MfaAttempts {
  constructor(private readonly database: Database) {}

  /** Counts against every budget and decides in one statement: of any number at once exactly the limit is allowed. */
  async claim(userId: Id, budgets: readonly CodeBudget[], now: Date): Promise<CodeVerdict> {
    const counted = await this.database.query<Counted>(
      `INSERT INTO mfa_attempts AS counted (user_id, budget, attempts, window_ends_at)
       SELECT $1, name, 1, $4::timestamptz + make_interval(secs => seconds)
       FROM unnest($2::text[], $3::integer[]) AS budgets (name, seconds) ORDER BY name
       ON CONFLICT (user_id, budget) DO UPDATE SET
         attempts = CASE WHEN counted.window_ends_at <= $4 THEN 1 ELSE least(counted.attempts + 1, 1000000) END,
         window_ends_at =
           CASE WHEN counted.window_ends_at <= $4 THEN excluded.window_ends_at ELSE counted.window_ends_at END
       RETURNING budget, attempts, window_ends_at AS "windowEndsAt"`,
      [userId, budgets.map(({ name }) => name), budgets.map(({ windowSeconds }) => windowSeconds), now],
    );
    return verdictOn(counted, budgets, now);
  }

  async forget(userId: Id): Promise<void> {
    await this.database.execute(
      `UPDATE mfa_attempts SET attempts = CASE budget WHEN 'short' THEN 0 ELSE greatest(attempts - 1, 0) END
       WHERE user_id = $1 AND budget IN ('short', 'day')`,
      [userId],
    );
  }

  async purge(now: Date, limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM mfa_attempts WHERE (user_id, budget) IN (
         SELECT user_id, budget FROM mfa_attempts WHERE window_ends_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [now, limit],
    );
  }
}

function verdictOn(counted: readonly Counted[], budgets: readonly CodeBudget[], now: Date): CodeVerdict {
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
