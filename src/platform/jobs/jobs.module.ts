import { Global, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { JobHistory } from './job-history.js';
import { JobLeases } from './job-leases.js';
import { JobMetrics } from './job-metrics.js';
import { JobRunner } from './job-runner.js';
import { JobSchedule } from './job-schedule.js';
import { Jobs } from './jobs.js';

@Global()
@Module({
  imports: [ScheduleModule.forRoot()],
  providers: [Jobs, JobLeases, JobMetrics, JobRunner, JobSchedule, JobHistory],
  exports: [Jobs, JobRunner, JobHistory],
})
export class JobsModule {}
