/** How a recurring job is doing, over all nodes. */
export interface JobReport {
  readonly name: string;
  /** Five fields, UTC. */
  readonly cron: string;
  readonly running: boolean;
  readonly lastStartedAt: Date | null;
  readonly lastFinishedAt: Date | null;
  readonly lastOutcome: 'succeeded' | 'failed' | 'timed-out' | null;
  readonly lastError: string | null;
  /** How many things the last run dealt with. */
  readonly lastCount: number | null;
  readonly runs: number;
  readonly failures: number;
}

export type JobResult =
  | { readonly outcome: 'succeeded'; readonly count: number }
  | { readonly outcome: 'failed' | 'timed-out'; readonly error: string }
  | { readonly outcome: 'skipped' };

/** The recurring jobs, as operators see them. */
export abstract class JobControl {
  abstract list(): Promise<readonly JobReport[]>;
  /** Starts a job now and waits for it; `skipped` while another node runs it. null: there is no such job. */
  abstract run(name: string): Promise<JobResult | null>;
}
