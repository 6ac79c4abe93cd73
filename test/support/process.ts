import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { vi } from 'vitest';
import { bundleOf, type Program } from './bundle.js';
import { atEndOfFile } from './cleanup.js';
import { Client } from './client.js';
import { testEnvironment } from './environment.js';
import type { TestDatabase } from './database.js';

const ROOT = join(import.meta.dirname, '../..');

export interface ProcessOptions {
  /** Without one the service runs its embedded PostgreSQL, in `DATA_DIR` of `env`. */
  readonly database?: TestDatabase;
  readonly env?: Readonly<Record<string, string>>;
}

/** A process of its own, to be killed. */
export class ServiceProcess {
  /** Everything it has written. */
  output = '';

  constructor(
    readonly child: ChildProcess,
    readonly url: string,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
  }

  client(): Client {
    return new Client(this.url);
  }

  /** @returns the exit code, null after a signal */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill(signal);
      await once(this.child, 'exit');
    }
    return this.child.exitCode;
  }

  async isReady(): Promise<void> {
    await vi.waitFor(
      async () => {
        if (this.child.exitCode !== null) return;
        const { status } = await this.client().get('/health/ready');
        if (status !== 200) throw new Error(`not ready: ${String(status)}`);
      },
      { timeout: 30_000, interval: 50 },
    );
    if (this.child.exitCode !== null) throw new Error(`the service ended: ${this.output}`);
  }
}

/** Starts the service as a process and waits until it is ready; killed at the end of the file. */
export async function startProcess({ database, env = {} }: ProcessOptions = {}): Promise<ServiceProcess> {
  const service = await spawnProcess({ database, env });
  await service.isReady();
  return service;
}

/** As `startProcess`, for a service that is expected not to start. */
async function spawnProcess({ database, env = {} }: ProcessOptions = {}): Promise<ServiceProcess> {
  const port = String(await freePort());
  const settings = database ? testEnvironment(database) : { NODE_ENV: 'test', RATE_LIMITS: 'off' };
  const child = await spawnProgram('main', [], { ...settings, HOST: '127.0.0.1', PORT: port, ...env });
  const service = new ServiceProcess(child, `http://localhost:${port}`);
  atEndOfFile(() => service.end('SIGKILL'));
  return service;
}

/** Runs one of our programs, with this environment and no other. */
export async function spawnProgram(
  program: Program,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ChildProcess> {
  return spawn(process.execPath, [await bundleOf(program), ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
