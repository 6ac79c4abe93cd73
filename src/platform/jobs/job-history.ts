import { Injectable } from '@nestjs/common';
import type { JobOutcome } from './job.js';
import { JobLeases, type JobRow } from './job-leases.js';
import { Jobs } from './jobs.js';

/** How a job is doing, over all nodes. */
export interface JobSummary {
  readonly name: string;
  readonly cron: string;
  readonly running: boolean;
  readonly lastStartedAt: Date | null;
  readonly lastFinishedAt: Date | null;
  readonly lastOutcome: JobOutcome | null;
  readonly lastError: string | null;
  readonly lastCount: number | null;
  readonly runs: number;
  readonly failures: number;
}

/** What operators see: every registered job with its last run, also those that never ran. */
@Injectable()
export class JobHistory {
  constructor(
    private readonly jobs: Jobs,
    private readonly leases: JobLeases,
  ) {}

  async list(): Promise<JobSummary[]> {
    const rows = new Map((await this.leases.rows()).map((row) => [row.name, row]));
    return this.jobs.all
      .map(({ name, cron }) => summary(name, cron, rows.get(name)))
      .sort((a, b) => a.name.localeCompare(b.name));
  }
}

function summary(name: string, cron: string, row: JobRow | undefined): JobSummary {
  return {
    name,
    cron,
    running: row?.running ?? false,
    lastStartedAt: row?.last_started_at ?? null,
    lastFinishedAt: row?.last_finished_at ?? null,
    lastOutcome: row?.last_outcome ?? null,
    lastError: row?.last_error ?? null,
    lastCount: row?.last_count ? Number(row.last_count) : null,
    runs: Number(row?.runs ?? 0),
    failures: Number(row?.failures ?? 0),
  };
}
