import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { Clock } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import type { Job } from './job.js';
import { JobRunner } from './job-runner.js';
import { Jobs } from './jobs.js';

/** Nodes start within this long of each other, so that they do not all ask the database at once. */
const JITTER_MS = 3_000;
const MINUTE_MS = 60_000;
/** A timer may fire a little before the minute it was set for. */
const EARLY_MS = 1_000;

/** Hands every registered job to the runner at its minute. Under test nothing runs by itself. */
@Injectable()
export class JobSchedule implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly scheduler: SchedulerRegistry,
    private readonly jobs: Jobs,
    private readonly runner: JobRunner,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.raw.NODE_ENV === 'test') return;
    for (const job of this.jobs.all) this.schedule(job);
  }

  private schedule(job: Job): void {
    const cron = CronJob.from({
      name: job.name,
      cronTime: job.cron,
      timeZone: 'UTC',
      onTick: () => this.due(job),
      start: true,
      unrefTimeout: true,
    });
    this.scheduler.addCronJob(job.name, cron);
  }

  private async due(job: Job): Promise<void> {
    const tick = minuteOf(this.clock.now());
    await wait(Math.random() * JITTER_MS, undefined, { ref: false });
    await this.runner.runScheduled(job, tick);
  }
}

/** The minute that was meant: all nodes name the same one, however late their timers fire. */
export function minuteOf(now: Date): Date {
  return new Date(Math.floor((now.getTime() + EARLY_MS) / MINUTE_MS) * MINUTE_MS);
}
