import { Injectable } from '@nestjs/common';
import { JobHistory } from '../../../platform/jobs/job-history.js';
import { JobRunner } from '../../../platform/jobs/job-runner.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import type { JobControl, JobReport, JobResult } from '../domain/job-control.js';

@Injectable()
export class RunnerJobControl implements JobControl {
  constructor(
    private readonly jobs: Jobs,
    private readonly history: JobHistory,
    private readonly runner: JobRunner,
  ) {}

  async list(): Promise<readonly JobReport[]> {
    return this.history.list();
  }

  async run(name: string): Promise<JobResult | null> {
    return this.jobs.find(name) ? this.runner.runNow(name) : null;
  }
}
