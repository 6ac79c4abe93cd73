import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Digest } from '../../../kernel/digest.js';
import { Database } from '../../../platform/database/database.js';
import {
  ATTEMPT_LIMITS,
  type AttemptSource,
  type AttemptVerdict,
  type LoginAttempts,
} from '../domain/login-attempts.js';

interface CountedRow {
  source: string;
  attempts: number;
  window_ends_at: Date;
}

/** The address is kept as a keyed digest only: a dump does not tell who was attacked. */
@Injectable()
export class SqlLoginAttempts implements LoginAttempts {
  constructor(
    private readonly database: Database,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {}

  /** One statement counts every source; rows are locked in one order, so that two claims cannot deadlock. */
  async claim(account: string, sources: readonly AttemptSource[]): Promise<AttemptVerdict> {
    const now = this.clock.now();
    const ordered = [...sources].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
    const rows = await this.database.query<CountedRow>(
      `INSERT INTO login_attempts AS counted (account_digest, source, attempts, window_started_at, window_ends_at)
       SELECT $1, source, 1, $2::timestamptz, $2::timestamptz + make_interval(secs => seconds)
       FROM unnest($3::text[], $4::integer[]) AS s (source, seconds)
       ON CONFLICT (account_digest, source) DO UPDATE SET
         attempts = CASE WHEN counted.window_ends_at <= $2::timestamptz THEN 1 ELSE least(counted.attempts + 1, 1000000) END,
         window_started_at =
           CASE WHEN counted.window_ends_at <= $2::timestamptz THEN $2::timestamptz ELSE counted.window_started_at END,
         window_ends_at =
           CASE WHEN counted.window_ends_at <= $2::timestamptz THEN excluded.window_ends_at ELSE counted.window_ends_at END
       RETURNING source, attempts, window_ends_at`,
      [
        this.key(account),
        now,
        ordered.map(nameOf),
        ordered.map(({ kind }) => ATTEMPT_LIMITS[kind].windowSeconds),
      ],
    );
    return verdict(ordered, rows, now);
  }

  async forget(account: string, sources: readonly AttemptSource[]): Promise<void> {
    await this.database.execute(
      `DELETE FROM login_attempts WHERE account_digest = $1 AND source = ANY ($2)`,
      [this.key(account), sources.map(nameOf)],
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

function nameOf(source: AttemptSource): string {
  switch (source.kind) {
    case 'network':
      return `network:${source.network}`;
    case 'known-device':
      return `device-of:${source.userId}`;
    case 'anywhere':
    case 'sustained':
      return source.kind;
  }
}

function verdict(sources: readonly AttemptSource[], rows: readonly CountedRow[], now: Date): AttemptVerdict {
  const exceeded = sources.flatMap((source) => {
    const row = rows.find((candidate) => candidate.source === nameOf(source));
    const limit = ATTEMPT_LIMITS[source.kind].attempts;
    return row && row.attempts > limit ? [{ source, row, limit }] : [];
  });
  const waits = exceeded.map(({ row }) => (row.window_ends_at.getTime() - now.getTime()) / 1000);
  return {
    allowed: exceeded.length === 0,
    retryAfterSeconds: Math.max(1, Math.ceil(Math.max(0, ...waits))),
    justLocked: exceeded.some(
      ({ source, row, limit }) => source.kind === 'sustained' && row.attempts === limit + 1,
    ),
  };
}
