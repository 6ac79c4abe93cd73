export { OperationsModule } from './operations.module.js';
export { DiscardDeadLetter } from './application/discard-dead-letter.js';
export { ListDeadLetters } from './application/list-dead-letters.js';
export { ListJobs } from './application/list-jobs.js';
export { RetryDeadLetter } from './application/retry-dead-letter.js';
export { RunJob } from './application/run-job.js';
export { ValidateMigration } from './application/validate-migration.js';
