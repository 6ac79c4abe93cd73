import type { Type } from '@nestjs/common';
import { InvalidArgumentError, type Command } from 'commander';
import type { Id } from '../kernel/id.js';
import { DisableUser, SHARED_DIRECTORY_ID } from '../modules/identity/index.js';
import { ResetFactors } from '../modules/mfa/index.js';
import { ConfigureSessions } from '../modules/sessions/index.js';
import { withApplication } from './application.js';
import { targetOf } from './target.js';

interface Where {
  readonly tenant?: string;
}

type Limits = Record<'idleMinutes' | 'absoluteHours' | 'rememberMeDays', number>;

const TENANT = '--tenant <slug>';
const WHOSE = 'in the directory of this tenant; default: the shared one';

export function addUsers(program: Command): void {
  program
    .command('users:disable')
    .argument('<email>')
    .option(TENANT, WHOSE)
    .description('shut a person out: every session and token of theirs dies')
    .action((email: string, where: Where) =>
      inDirectory(where, DisableUser, (user, directoryId) => user.execute(directoryId, email)),
    );

  program
    .command('users:enable')
    .argument('<email>')
    .option(TENANT, WHOSE)
    .description('let a disabled or locked person in again')
    .action((email: string, where: Where) =>
      inDirectory(where, DisableUser, (user, directoryId) => user.undo(directoryId, email)),
    );

  program
    .command('users:reset-mfa')
    .requiredOption('--email <email>')
    .requiredOption('--reason <text>', 'is written down')
    .option(TENANT, WHOSE)
    .description(
      'remove every second factor of a person who lost them: all sessions end and the owner is told',
    )
    .action(({ email, reason, ...where }: Where & { email: string; reason: string }) =>
      inDirectory(where, ResetFactors, (reset, directoryId) => reset.byEmail(directoryId, email, reason)),
    );

  program
    .command('sessions:limits')
    .option('--idle-minutes <n>', 'end a session unused for this long', whole)
    .option('--absolute-hours <n>', 'end a session after this long', whole)
    .option('--remember-me-days <n>', '0 = nobody is remembered', whole)
    .option(TENANT, WHOSE)
    .description(
      'how long new sessions live; only stricter than the server, what is left out is as the server has it',
    )
    .action(({ tenant, ...own }: Where & Partial<Limits>) =>
      inDirectory({ tenant }, ConfigureSessions, (sessions, directoryId) =>
        sessions.execute(directoryId, {
          idleMinutes: own.idleMinutes ?? null,
          absoluteHours: own.absoluteHours ?? null,
          rememberMeDays: own.rememberMeDays ?? null,
        }),
      ),
    );
}

function whole(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('a whole number is needed');
  return Number(text);
}

function inDirectory<U extends object>(
  { tenant }: Where,
  useCase: Type<U>,
  call: (it: U, directoryId: Id) => Promise<unknown>,
): Promise<void> {
  return withApplication(async (app) => {
    const target = tenant === undefined ? null : await targetOf(app, tenant);
    return call(app.get(useCase, { strict: false }), target?.directoryId ?? SHARED_DIRECTORY_ID);
  });
}
