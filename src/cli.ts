#!/usr/bin/env node
/** For operators on the machine: `npm run cli -- help`. Uses the same configuration as the service. */
import { NestFactory } from '@nestjs/core';
import { Command, InvalidArgumentError } from 'commander';
import { AppModule } from './app.module.js';
import { DisableUser, SHARED_DIRECTORY_ID } from './modules/identity/index.js';
import {
  DiscardDeadLetter,
  ListDeadLetters,
  ListJobs,
  RetryDeadLetter,
  RunJob,
} from './modules/operations/index.js';
import { ConfigureSessions } from './modules/sessions/index.js';
import { refusalOf } from './platform/boot-refusal.js';
import { loadConfig } from './platform/config/load-config.js';
import type { Type } from '@nestjs/common';

/** Starts the application without its HTTP side, runs one use case, prints what it answers, stops. */
async function withUseCase<U extends object>(
  useCase: Type<U>,
  call: (it: U) => Promise<unknown>,
): Promise<void> {
  const app = await NestFactory.createApplicationContext(AppModule.with(loadConfig()), {
    abortOnError: false,
    logger: ['error', 'warn'],
  });
  try {
    const answer = await call(app.get(useCase, { strict: false }));
    if (answer !== undefined) process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  } finally {
    await app.close();
  }
}

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

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${refusalOf(error)}\n`);
  process.exitCode = 1;
});
