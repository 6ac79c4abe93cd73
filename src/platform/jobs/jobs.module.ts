import { Global, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { EachTenant } from './each-tenant.js';
import { JobHistory } from './job-history.js';
import { JobLeases } from './job-leases.js';
import { JobMetrics } from './job-metrics.js';
import { JobRunner } from './job-runner.js';
import { JobSchedule } from './job-schedule.js';
import { Jobs } from './jobs.js';

@Global()
@Module({
  imports: [ScheduleModule.forRoot()],
  providers: [EachTenant, Jobs, JobLeases, JobMetrics, JobRunner, JobSchedule, JobHistory],
  exports: [EachTenant, Jobs, JobRunner, JobHistory],
})
export class JobsModule {}
