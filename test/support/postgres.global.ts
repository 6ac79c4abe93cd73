import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { TestProject } from 'vitest/node';
import { EmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { APP, OWNER } from '../../src/platform/database/embedded/own-roles.js';
import { migrate } from '../../src/platform/database/migrator.js';
import type { Server } from './database.js';
import { removeDirectory, scratchDirectory } from './scratch.js';

/** Nothing here must survive a crash. */
const CARELESS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '400',
};

/** One PostgreSQL for all test files, whose migrated database `sallyport` is the template of theirs. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  Logger.overrideLogger(['error', 'warn']);
  const dataDir = scratchDirectory();
  const postgres = await EmbeddedPostgres.start({ dataDir, settings: CARELESS });
  await migrate(postgres.connection(OWNER), APP);
  const { host, port, password } = postgres.connection('postgres');
  const server: Server = { host: host!, port: port!, password: password as string | undefined };
  project.provide('postgres', server);
  const bundles = mkdtempSync(join(tmpdir(), 'sallyport-bundles-'));
  project.provide('bundles', bundles);
  return async () => {
    await postgres.stop();
    for (const path of [dataDir, bundles]) removeDirectory(path);
  };
}
