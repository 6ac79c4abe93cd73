import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chmodSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import { atEndOfFile } from '../support/cleanup.js';
import type { Client } from '../support/client.js';
import { startProcess, type ServiceProcess } from '../support/process.js';
import { appOf, browserOf, signUp, statusOf } from './journey.js';

const TIMEOUT = 180_000;

function dataDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'sallyport-alone-'));
  chmodSync(path, 0o755);
  atEndOfFile(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

function postgresOf(dataDir: string): number {
  const file = join(dataDir, 'postgres/data/postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n', 1)[0]) : 0;
}

it(
  'with nothing configured, sessions and tokens survive a restart and kill -9 of service and database',
  async () => {
    const dataDir = dataDirectory();
    // Issuer and audience: the service gets another port at every start.
    const name = { JWT_ISSUER: 'https://id.example', JWT_AUDIENCE: 'https://id.example' };
    const start = () => startProcess({ env: { DATA_DIR: dataDir, JWT_ALGORITHM: 'ES256', ...name } });

    let service = await start();
    const person = await signUp(service);
    const signedIn = [await browserOf(service, person), (await appOf(service, person)).app];
    const stillThere = async (at: ServiceProcess) => {
      for (const client of signedIn) expect(await statusOf(client.at(at.url))).toBe(200);
    };

    expect(await service.end('SIGTERM')).toBe(0);
    expect(postgresOf(dataDir)).toBe(0);
    service = await start();
    await stillThere(service);

    await service.end('SIGKILL');
    service = await start();
    await stillThere(service);

    const before = postgresOf(dataDir);
    process.kill(before, 'SIGKILL');
    await heals(signedIn[0]!.at(service.url));
    await stillThere(service);
    expect(postgresOf(dataDir)).not.toBe(before);
    await signUp(service);
    expect(await service.end('SIGTERM')).toBe(0);
  },
  TIMEOUT,
);

/** While the database is away the answer is 503 or, from memory, 200: never that somebody is signed out. */
async function heals(client: Client): Promise<void> {
  await vi.waitFor(
    async () => {
      const status = await statusOf(client, '/api/v1/sessions');
      expect([200, 503]).toContain(status);
      if (status !== 200) throw new Error('the database is away');
    },
    { timeout: 20_000, interval: 50 },
  );
}
