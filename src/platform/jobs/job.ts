/** Recurring work. It may be cut off at any batch and run again, so every step stands on its own. */
export interface Job {
  /** Stable, kebab-case: the name in metrics, in the log and for operators. */
  readonly name: string;
  /** Five fields, UTC. */
  readonly cron: string;
  readonly timeoutSeconds: number;
  /**
   * @param signal aborted at the time limit, when the node stops, or when the lease was lost
   * @returns how many things were dealt with
   */
  run(signal: AbortSignal): Promise<number>;
}

export type JobOutcome = 'succeeded' | 'failed' | 'timed-out';

export type JobRun =
  | { readonly outcome: 'succeeded'; readonly count: number }
  | { readonly outcome: 'failed' | 'timed-out'; readonly error: string }
  /** Another node runs it now, or has already run it for this minute. */
  | { readonly outcome: 'skipped' };
