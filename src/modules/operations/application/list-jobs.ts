import { Injectable } from '@nestjs/common';
import { JobControl, type JobReport } from '../domain/job-control.js';

/** Every job with its schedule and its last run. */
@Injectable()
export class ListJobs {
  constructor(private readonly jobs: JobControl) {}

  async execute(): Promise<readonly JobReport[]> {
    return this.jobs.list();
  }
}
