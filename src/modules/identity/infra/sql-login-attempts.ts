import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Digest } from '../../../kernel/digest.js';
import { Database } from '../../../platform/database/database.js';
import type { AttemptBudget, AttemptVerdict, LoginAttempts } from '../domain/login-attempts.js';

/** The address is kept as a keyed digest only: a dump does not tell who was attacked. */
@Injectable()
export class SqlLoginAttempts implements LoginAttempts {
  constructor(
    private readonly database: Database,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {}

  /** Counts and decides in one statement: of any number at once exactly the limit is allowed. */
  async claim(account: string, { source, attempts, windowSeconds }: AttemptBudget): Promise<AttemptVerdict> {
    const now = this.clock.now();
    const [counted] = await this.database.query<{ attempts: number; windowEndsAt: Date }>(
      `INSERT INTO login_attempts AS counted (account_digest, source, attempts, window_started_at, window_ends_at)
       VALUES ($1, $2, 1, $3::timestamptz, $3::timestamptz + make_interval(secs => $4::integer))
       ON CONFLICT (account_digest, source) DO UPDATE SET
         attempts = CASE WHEN counted.window_ends_at <= $3 THEN 1 ELSE least(counted.attempts + 1, 1000000) END,
         window_started_at = CASE WHEN counted.window_ends_at <= $3 THEN $3 ELSE counted.window_started_at END,
         window_ends_at =
           CASE WHEN counted.window_ends_at <= $3 THEN excluded.window_ends_at ELSE counted.window_ends_at END
       RETURNING attempts, window_ends_at AS "windowEndsAt"`,
      [this.key(account), source, now, windowSeconds],
    );
    const { attempts: made, windowEndsAt } = counted!;
    return {
      allowed: made <= attempts,
      retryAfterSeconds: Math.max(1, Math.ceil((windowEndsAt.getTime() - now.getTime()) / 1000)),
      justExceeded: made === attempts + 1,
    };
  }

  async forget(account: string, budgets: readonly AttemptBudget[]): Promise<void> {
    await this.database.execute(
      `DELETE FROM login_attempts WHERE account_digest = $1 AND source = ANY ($2)`,
      [this.key(account), budgets.map(({ source }) => source)],
    );
  }

  async forgetAll(account: string): Promise<void> {
    await this.database.execute(`DELETE FROM login_attempts WHERE account_digest = $1`, [this.key(account)]);
  }

  async purge(limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM login_attempts WHERE (account_digest, source) IN (
         SELECT account_digest, source FROM login_attempts WHERE window_ends_at < $1
         LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [this.clock.now(), limit],
    );
  }

  private key(account: string): Buffer {
    return this.digest.keyed('login-attempts', account);
  }
}
