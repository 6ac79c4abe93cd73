import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import type { TestDatabase } from './database.js';
import { testEnvironment } from './environment.js';
import { spawnProgram } from './process.js';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a command of operators, to be killed or waited for. */
export function startCommand(
  database: TestDatabase,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ChildProcess> {
  return spawnProgram('cli', args, {
    ...testEnvironment(database),
    JWT_ALGORITHM: 'ES256',
    ...env,
  });
}

/** Runs a command of operators to its end. */
export async function runCommand(
  database: TestDatabase,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const child = await startCommand(database, args, env);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]!.on('data', (chunk: Buffer) => (output[name] += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}
