#!/usr/bin/env node
/** For operators on the machine: `npm run cli -- help`. Uses the same configuration as the service. */
import { Command } from 'commander';
import { withUseCase } from './cli/application.js';
import { addEncryptionKeys } from './cli/encryption-keys.js';
import { addImportUsers } from './cli/import-users.js';
import { addOperators } from './cli/operators.js';
import { addUsers } from './cli/users.js';
import {
  DiscardDeadLetter,
  ListDeadLetters,
  ListJobs,
  RetryDeadLetter,
  RunJob,
  ValidateMigration,
} from './modules/operations/index.js';
import { ListSigningKeys, RotateSigningKeys, WithdrawSigningKey } from './modules/tokens/index.js';
import { refusalOf } from './platform/boot-refusal.js';

const program = new Command('sallyport').description('Operate a Sallyport installation');

program
  .command('migrate')
  .description('bring the database up to date with DATABASE_OWNER_URL, and stop')
  .action(() => withUseCase(ListJobs, async () => ({ migrated: true })));

addUsers(program);

program
  .command('keys:list')
  .description('every key that signs, signed or will sign access tokens')
  .action(() => withUseCase(ListSigningKeys, (keys) => keys.execute()));

program
  .command('keys:rotate-signing')
  .description('let the next signing key take over, as soon as everybody can know it; nobody notices')
  .action(() => withUseCase(RotateSigningKeys, (keys) => keys.execute()));

program
  .command('keys:withdraw')
  .argument('<id>', 'as in keys:list')
  .description('emergency: a signing key is out at once, and every access token that it signed is dead')
  .action((id: string) => withUseCase(WithdrawSigningKey, (key) => key.execute(id)));

program
  .command('jobs:list')
  .description('every recurring job with its last run')
  .action(() => withUseCase(ListJobs, (jobs) => jobs.execute()));

program
  .command('jobs:run')
  .argument('<name>', 'as in jobs:list')
  .description('run one job now')
  .action((name: string) => withUseCase(RunJob, (job) => job.execute(name)));

program
  .command('outbox:dead')
  .description('mails and events that could not be delivered')
  .action(() => withUseCase(ListDeadLetters, (letters) => letters.execute()));

program
  .command('outbox:retry')
  .argument('<id>')
  .description('try a dead letter again')
  .action((id: string) => withUseCase(RetryDeadLetter, (letter) => letter.execute(id)));

program
  .command('outbox:discard')
  .argument('<id>')
  .description('delete a dead letter')
  .action((id: string) => withUseCase(DiscardDeadLetter, (letter) => letter.execute(id)));

addEncryptionKeys(program);
addOperators(program);
addImportUsers(program);

program
  .command('validate-migration')
  .description('whether tenants are kept apart in every table, and roles exist; needs DATABASE_OWNER_URL')
  .action(() =>
    withUseCase(ValidateMigration, async (migration) => {
      const report = await migration.execute();
      if (report.errors > 0) process.exitCode = 1;
      return report;
    }),
  );

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${refusalOf(error)}\n`);
  // What an application that did not start has opened would keep the process alive.
  process.exit(1);
});
