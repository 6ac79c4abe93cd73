import { Module } from '@nestjs/common';
import { DeadLetters } from '../../platform/outbox/dead-letters.js';
import { DiscardDeadLetter } from './application/discard-dead-letter.js';
import { ListDeadLetters } from './application/list-dead-letters.js';
import { ListJobs } from './application/list-jobs.js';
import { RetryDeadLetter } from './application/retry-dead-letter.js';
import { RunJob } from './application/run-job.js';
import { ValidateMigration } from './application/validate-migration.js';
import { DeadLetterOffice } from './domain/dead-letter-office.js';
import { JobControl } from './domain/job-control.js';
import { MigrationInspection } from './domain/migration-inspection.js';
import { RunnerJobControl } from './infra/runner-job-control.js';
import { SqlMigrationInspection } from './infra/sql-migration-inspection.js';

const useCases = [ListJobs, RunJob, ListDeadLetters, RetryDeadLetter, DiscardDeadLetter, ValidateMigration];

@Module({
  providers: [
    ...useCases,
    { provide: JobControl, useClass: RunnerJobControl },
    { provide: MigrationInspection, useClass: SqlMigrationInspection },
    { provide: DeadLetterOffice, useExisting: DeadLetters },
  ],
  exports: useCases,
})
export class OperationsModule {}
