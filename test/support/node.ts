import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/create-app.js';
import { Clock } from '../../src/kernel/clock.js';
import { Argon2Engine, type Argon2Input } from '../../src/modules/identity/infra/hashing/argon2-engine.js';
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
  hashCheaply(app.get(Argon2Engine, { strict: false }));
  const { clock } = options;
  if (clock) Object.assign(app.get<Clock>(Clock, { strict: false }), { now: () => clock.now() });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  config.listeningOn(port);
  return watched({ app, config, database, url: `http://localhost:${String(port)}` });
}

/** What a password costs, in the eyes of argon2: next to nothing. */
const CHEAP = { memoryKiB: 64, passes: 1 };

/**
 * Nodes compute hashes of ours with less work, while they write and read them as ever: thousands in a run would take a
 * fifth of its time. What the engine computes is tested beside it, and a service in a process of its own does all of
 * the work. Hashes that were made elsewhere are computed as they say.
 */
function hashCheaply(engine: Argon2Engine): void {
  const derive = engine.derive.bind(engine);
  const isOurs = ({ memoryKiB, passes }: Argon2Input) => memoryKiB === 19_456 && passes === 2;
  engine.derive = (input) => derive(isOurs(input) ? { ...input, ...CHEAP } : input);
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
