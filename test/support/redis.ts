import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { vi } from 'vitest';
import { atEndOfFile } from './cleanup.js';

const PROGRAM = ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0);

/** For `describe.skipIf(!redisInstalled)`, which shows in the report. */
export const redisInstalled = PROGRAM !== undefined;

if (!redisInstalled)
  console.warn('SKIPPED: no redis-server is installed, tests that need a real one do not run');

/** A real Redis on a unix socket that can be killed, stopped (hung) and started again. */
export class TestRedis {
  private readonly directory = mkdtempSync(join(tmpdir(), 'sallyport-redis-'));
  private child: ChildProcess | undefined;

  /** What to set REDIS_URL to. */
  get url(): string {
    return join(this.directory, 'redis.sock');
  }

  async start(): Promise<void> {
    if (!PROGRAM) throw new Error('no redis-server is installed');
    const quiet = ['--port', '0', '--save', '', '--appendonly', 'no', '--dir', this.directory];
    this.child = spawn(PROGRAM, ['--unixsocket', this.url, ...quiet], { stdio: 'ignore' });
    await vi.waitFor(() => this.command((redis) => redis.ping()), { timeout: 5000, interval: 20 });
  }

  /** As `kill -STOP`: it accepts connections and never answers. */
  hang(): void {
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }

  async wipe(): Promise<void> {
    await this.command((redis) => redis.flushall());
  }

  async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child?.kill('SIGKILL')) await once(child, 'exit');
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async command<T>(send: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(this.url, { retryStrategy: () => null, lazyConnect: true });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return await send(redis);
    } finally {
      redis.disconnect();
    }
  }
}

/** Call it only where `redisInstalled`. */
export async function startRedis(): Promise<TestRedis> {
  const redis = new TestRedis();
  atEndOfFile(() => redis.dispose());
  await redis.start();
  return redis;
}
