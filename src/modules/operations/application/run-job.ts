import { Injectable } from '@nestjs/common';
import { JobControl, type JobResult } from '../domain/job-control.js';
import { jobUnknown } from '../domain/operations.errors.js';

/** Runs one job now, whatever its schedule says. */
@Injectable()
export class RunJob {
  constructor(private readonly jobs: JobControl) {}

  /** @throws DomainError `operations.job-unknown` */
  async execute(name: string): Promise<JobResult> {
    const result = await this.jobs.run(name);
    if (!result) throw jobUnknown();
    return result;
  }
}
