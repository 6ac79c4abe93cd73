import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/id.js';
import { Database } from '../database/database.js';
import type { JobOutcome } from './job.js';

/** A killed node's job is taken over after this long. */
export const LEASE_SECONDS = 30;

export interface FinishedRun {
  readonly outcome: JobOutcome;
  readonly count: number | null;
  readonly error: string | null;
}

export interface JobRow {
  readonly name: string;
  readonly running: boolean;
  readonly last_started_at: Date;
  readonly last_finished_at: Date | null;
  readonly last_outcome: JobOutcome | null;
  readonly last_error: string | null;
  readonly last_count: string | null;
  readonly runs: string;
  readonly failures: string;
}

/**
 * Who may run a job. Leases are measured by the database's clock, the only one that all nodes share:
 * with a node's own clock, one that is fast would take jobs away from nodes that still run them.
 */
@Injectable()
export class JobLeases {
  constructor(private readonly database: Database) {}

  /**
   * One statement decides: whoever gets a row runs the job.
   * @param tick the minute for which the schedule calls; null runs it in any case. A tick is also refused when
   * it is a little older than the last one: then it comes from a node whose clock is slow.
   */
  async take(name: string, owner: Id, tick: Date | null): Promise<boolean> {
    const rows = await this.database.query(
      `INSERT INTO jobs AS job (name, lease_owner, leased_until, last_tick, last_started_at)
       VALUES ($1, $2, now() + make_interval(secs => $3), $4, now())
       ON CONFLICT (name) DO UPDATE SET
         lease_owner = excluded.lease_owner,
         leased_until = excluded.leased_until,
         last_tick = coalesce(excluded.last_tick, job.last_tick),
         last_started_at = excluded.last_started_at
       WHERE (job.leased_until IS NULL OR job.leased_until <= now())
         AND (excluded.last_tick IS NULL OR job.last_tick IS NULL
           OR excluded.last_tick > job.last_tick
           OR excluded.last_tick < job.last_tick - interval '10 minutes')
       RETURNING name`,
      [name, owner, LEASE_SECONDS, tick],
    );
    return rows.length === 1;
  }

  /** @returns false when another node has taken over */
  async renew(name: string, owner: Id): Promise<boolean> {
    const renewed = await this.database.execute(
      `UPDATE jobs SET leased_until = now() + make_interval(secs => $3) WHERE name = $1 AND lease_owner = $2`,
      [name, owner, LEASE_SECONDS],
    );
    return renewed === 1;
  }

  /** A job that overran may not have noticed yet: its lease is left to run out instead of being given back. */
  async finish(name: string, owner: Id, run: FinishedRun): Promise<void> {
    await this.database.execute(
      `UPDATE jobs SET
         leased_until = CASE WHEN $3 = 'timed-out' THEN leased_until END,
         last_finished_at = now(), last_outcome = $3, last_error = $4, last_count = $5,
         runs = runs + 1, failures = failures + CASE WHEN $3 = 'succeeded' THEN 0 ELSE 1 END
       WHERE name = $1 AND lease_owner = $2`,
      [name, owner, run.outcome, run.error, run.count],
    );
  }

  async rows(): Promise<JobRow[]> {
    return this.database.query<JobRow>(
      `SELECT name, coalesce(leased_until > now(), false) AS running, last_started_at, last_finished_at,
              last_outcome, last_error, last_count, runs, failures
       FROM jobs`,
    );
  }
}
