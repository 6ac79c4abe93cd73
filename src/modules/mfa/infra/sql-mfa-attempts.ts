import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import {
  verdictOn,
  type CodeBudget,
  type CodeVerdict,
  type CountedAttempts,
  type MfaAttempts,
} from '../domain/mfa-attempts.js';

/** Counts one attempt of `owner` against every budget of the arrays `names` and `seconds`. All are pieces of SQL. */
export const countAttempt = (of: Readonly<Record<'owner' | 'from' | 'names' | 'seconds' | 'now', string>>) =>
  `INSERT INTO mfa_attempts AS known (user_id, budget, attempts, window_ends_at)
   SELECT ${of.owner}, name, 1, ${of.now}::timestamptz + make_interval(secs => seconds)
   FROM unnest(${of.names}::text[], ${of.seconds}::integer[]) AS budgets (name, seconds) ${of.from} ORDER BY name
   ON CONFLICT (user_id, budget) DO UPDATE SET
     attempts = CASE WHEN known.window_ends_at <= ${of.now} THEN 1 ELSE least(known.attempts + 1, 1000000) END,
     window_ends_at =
       CASE WHEN known.window_ends_at <= ${of.now} THEN excluded.window_ends_at ELSE known.window_ends_at END
   RETURNING budget, attempts, window_ends_at AS "windowEndsAt"`;

const COUNT = countAttempt({ owner: '$1', from: '', names: '$2', seconds: '$3', now: '$4' });

@Injectable()
export class SqlMfaAttempts implements MfaAttempts {
  constructor(private readonly database: Database) {}

  /** Counts against every budget and decides in one statement: of any number at once exactly the limit is allowed. */
  async claim(userId: Id, budgets: readonly CodeBudget[], now: Date): Promise<CodeVerdict> {
    const counted = await this.database.query<CountedAttempts>(COUNT, [
      userId,
      budgets.map(({ name }) => name),
      budgets.map(({ windowSeconds }) => windowSeconds),
      now,
    ]);
    return verdictOn(counted, budgets, now);
  }

  /** Its rows are locked in the order in which they are counted: two who wait for each other would both fail. */
  async forget(userId: Id): Promise<void> {
    await this.database.execute(
      `WITH held AS (
         SELECT user_id, budget FROM mfa_attempts WHERE user_id = $1 AND budget IN ('short', 'day')
         ORDER BY budget FOR NO KEY UPDATE)
       UPDATE mfa_attempts AS known
       SET attempts = CASE known.budget WHEN 'short' THEN 0 ELSE greatest(known.attempts - 1, 0) END
       FROM held WHERE known.user_id = held.user_id AND known.budget = held.budget`,
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
