import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Id } from '../../kernel/id.js';
import { Random } from '../../kernel/random.js';
import { DeadlineExceeded, withDeadline } from '../time/with-deadline.js';
import type { Job, JobRun } from './job.js';
import { JobLeases, LEASE_SECONDS } from './job-leases.js';
import { JobMetrics } from './job-metrics.js';
import { Jobs } from './jobs.js';

const STOP_GRACE_MS = 10_000;
const MAX_ERROR_LENGTH = 500;

/** Runs jobs, each on one node at a time. A job that fails is logged and counted, and runs again next time. */
@Injectable()
export class JobRunner implements BeforeApplicationShutdown {
  private readonly logger = new Logger(JobRunner.name);
  private readonly stopping = new AbortController();
  private readonly active = new Set<Promise<JobRun>>();

  constructor(
    private readonly jobs: Jobs,
    private readonly leases: JobLeases,
    private readonly metrics: JobMetrics,
    private readonly random: Random,
  ) {}

  /** Runs a job now, whatever its schedule says; skipped only while another node runs it. */
  async runNow(name: string): Promise<JobRun> {
    const job = this.jobs.find(name);
    if (!job) throw new Error(`there is no job called ${name}`);
    return this.runOnce(job, null);
  }

  /** Runs a job for one minute of its schedule; skipped when another node has done so. Never rejects. */
  async runScheduled(job: Job, tick: Date): Promise<JobRun> {
    return this.runOnce(job, tick);
  }

  /** Tells running jobs to stop at their next batch and waits for them a little. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Error('the node stops'));
    const grace = wait(STOP_GRACE_MS, undefined, { ref: false });
    await Promise.race([Promise.allSettled(this.active), grace]);
  }

  private async runOnce(job: Job, tick: Date | null): Promise<JobRun> {
    if (this.stopping.signal.aborted) return { outcome: 'skipped' };
    const run = this.leased(job, tick);
    this.active.add(run);
    return run.finally(() => this.active.delete(run));
  }

  private async leased(job: Job, tick: Date | null): Promise<JobRun> {
    const stop = this.metrics.started(job.name);
    const run = await this.attempt(job, tick).catch((error: unknown): JobRun => {
      this.logger.error(`job ${job.name}: its lease could not be written`, error);
      return { outcome: 'failed', error: reasonOf(error) };
    });
    stop(run);
    return run;
  }

  private async attempt(job: Job, tick: Date | null): Promise<JobRun> {
    const owner = this.random.id();
    if (!(await this.leases.take(job.name, owner, tick))) return { outcome: 'skipped' };
    const run = await this.supervise(job, owner);
    await this.leases.finish(job.name, owner, {
      outcome: run.outcome,
      count: run.outcome === 'succeeded' ? run.count : null,
      error: run.outcome === 'succeeded' ? null : run.error,
    });
    return run;
  }

  private async supervise(job: Job, owner: Id): Promise<Exclude<JobRun, { outcome: 'skipped' }>> {
    const lost = new AbortController();
    const renewal = setInterval(() => void this.renew(job, owner, lost), (LEASE_SECONDS * 1000) / 3);
    try {
      const count = await withDeadline(job.timeoutSeconds * 1000, (deadline) =>
        job.run(AbortSignal.any([deadline, lost.signal, this.stopping.signal])),
      );
      return { outcome: 'succeeded', count };
    } catch (error) {
      this.logger.error(`job ${job.name} did not finish`, error);
      return {
        outcome: error instanceof DeadlineExceeded ? 'timed-out' : 'failed',
        error: reasonOf(error),
      };
    } finally {
      clearInterval(renewal);
    }
  }

  /** Without a renewed lease another node will start: better to stop early than to run twice. */
  private async renew(job: Job, owner: Id, lost: AbortController): Promise<void> {
    const kept = await this.leases.renew(job.name, owner).catch(() => false);
    if (!kept) lost.abort(new Error('the lease was lost'));
  }
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, MAX_ERROR_LENGTH);
}
