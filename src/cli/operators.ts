import type { Command } from 'commander';
import { AppointOperator } from '../modules/authorization/index.js';
import { withUseCase } from './application.js';

export function addOperators(program: Command): void {
  program
    .command('operator:create')
    .requiredOption('--email <email>')
    .option('--role <role>', 'platform-operator, or platform-auditor who only sees', 'platform-operator')
    .description('let somebody operate the installation; without a password yet, a link to set one is mailed')
    .action(({ email, role }: { email: string; role: string }) =>
      withUseCase(AppointOperator, (operators) => operators.execute(email, role)),
    );

  program
    .command('operator:list')
    .description('who operates the installation')
    .action(() => withUseCase(AppointOperator, (operators) => operators.list()));

  program
    .command('operator:remove')
    .requiredOption('--email <email>')
    .description('somebody operates the installation no longer; the account stays')
    .action(({ email }: { email: string }) =>
      withUseCase(AppointOperator, (operators) => operators.dismiss(email)),
    );
}
