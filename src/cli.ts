#!/usr/bin/env node
/** For operators on the machine: `npm run cli -- help`. Uses the same configuration as the service. */
import { Command, InvalidArgumentError } from 'commander';
import { withUseCase } from './cli/application.js';
import { addImportUsers } from './cli/import-users.js';
import { addOperators } from './cli/operators.js';
import { DisableUser, SHARED_DIRECTORY_ID } from './modules/identity/index.js';
import { ResetFactors } from './modules/mfa/index.js';
import {
  DiscardDeadLetter,
  ListDeadLetters,
  ListJobs,
  RetryDeadLetter,
  RunJob,
  ValidateMigration,
} from './modules/operations/index.js';
import { ConfigureSessions } from './modules/sessions/index.js';
import { ListSigningKeys, RotateSigningKeys, WithdrawSigningKey } from './modules/tokens/index.js';
import { refusalOf } from './platform/boot-refusal.js';

type Limits = Record<'idleMinutes' | 'absoluteHours' | 'rememberMeDays', number>;

function whole(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('a whole number is needed');
  return Number(text);
}

const program = new Command('sallyport').description('Operate a Sallyport installation');

program
  .command('migrate')
  .description('bring the database up to date with DATABASE_OWNER_URL, and stop')
  .action(() => withUseCase(ListJobs, async () => ({ migrated: true })));

program
  .command('users:disable')
  .argument('<email>')
  .description('shut a person out: every session and token of theirs dies')
  .action((email: string) => withUseCase(DisableUser, (user) => user.execute(SHARED_DIRECTORY_ID, email)));

program
  .command('users:enable')
  .argument('<email>')
  .description('let a disabled or locked person in again')
  .action((email: string) => withUseCase(DisableUser, (user) => user.undo(SHARED_DIRECTORY_ID, email)));

program
  .command('users:reset-mfa')
  .requiredOption('--email <email>')
  .requiredOption('--reason <text>', 'is written down')
  .description('remove every second factor of a person who lost them: all sessions end and the owner is told')
  .action(({ email, reason }: { email: string; reason: string }) =>
    withUseCase(ResetFactors, (reset) => reset.byEmail(SHARED_DIRECTORY_ID, email, reason)),
  );

program
  .command('sessions:limits')
  .option('--idle-minutes <n>', 'end a session unused for this long', whole)
  .option('--absolute-hours <n>', 'end a session after this long', whole)
  .option('--remember-me-days <n>', '0 = nobody is remembered', whole)
  .description(
    'how long new sessions live; only stricter than the server, what is left out is as the server has it',
  )
  .action((own: Partial<Limits>) =>
    withUseCase(ConfigureSessions, (sessions) =>
      sessions.execute(SHARED_DIRECTORY_ID, {
        idleMinutes: own.idleMinutes ?? null,
        absoluteHours: own.absoluteHours ?? null,
        rememberMeDays: own.rememberMeDays ?? null,
      }),
    ),
  );

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
  process.exitCode = 1;
});
