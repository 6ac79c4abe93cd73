import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/create-app.js';
import { Clock } from '../../src/kernel/clock.js';
import type { Config } from '../../src/platform/config/config.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { atEndOfFile } from './cleanup.js';
import { Client } from './client.js';
import { createDatabase, type TestDatabase } from './database.js';
import { testEnvironment } from './environment.js';

export interface NodeOptions {
  /** Default: one of its own. */
  readonly database?: TestDatabase;
  /** Settings beyond, or instead of, those for tests. */
  readonly env?: Readonly<Record<string, string>>;
  /** What time the node believes it is; default: the real time. */
  readonly clock?: Clock;
}

/** The whole service in this process, listening on a port of its own. */
export interface Node {
  readonly url: string;
  readonly app: NestFastifyApplication;
  readonly config: Config;
  readonly database: TestDatabase;
  /** A new browser. */
  client(): Client;
  close(): Promise<void>;
}

/** Starts a node; it is closed at the end of the test file. */
export async function startNode(options: NodeOptions = {}): Promise<Node> {
  const database = options.database ?? (await createDatabase());
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-node-'));
  atEndOfFile(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });
  const config = loadConfig({ ...testEnvironment(database), DATA_DIR: dataDir, ...options.env });
  const app = await createApp(config);
  const { clock } = options;
  if (clock) Object.assign(app.get<Clock>(Clock, { strict: false }), { now: () => clock.now() });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  config.listeningOn(port);
  return watched({ app, config, database, url: `http://localhost:${String(port)}` });
}

/** Nodes of one cluster: they share the database and nothing else. */
export async function startNodes(count: number, database?: TestDatabase): Promise<Node[]> {
  const shared = database ?? (await createDatabase());
  return Promise.all(Array.from({ length: count }, () => startNode({ database: shared })));
}

function watched(parts: Omit<Node, 'client' | 'close'>): Node {
  let closing: Promise<void> | undefined;
  const node: Node = {
    ...parts,
    client: () => new Client(parts.url),
    close: () => (closing ??= parts.app.close()),
  };
  atEndOfFile(node.close);
  return node;
}
