import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { findBinaries } from './binaries.js';
import { Cluster } from './cluster.js';
import { endpointOf, newEndpoint, passwordOf, removeSockets, type Endpoint } from './endpoint.js';
import { DATABASE, ensureRoles } from './own-roles.js';
import { findPlaces, type Places } from './places.js';

/** Held shared by every service that uses the database; whoever gets it alone is the last one. */
const USERS_LOCK = 7_402_002;
const PATIENCE_MS = 30_000;
const RETRY_MS = 20;

export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * A PostgreSQL of our own, for machines that have none.
 *
 * One connection, the keeper, is held while we run. Its loss means that the database died, which we then start
 * again. Its advisory lock counts the services of this DATA_DIR: PostgreSQL forgets the lock of a killed one, so
 * the last one that ends in order stops the database, and one left running by a `kill -9` is simply found again.
 */
export class EmbeddedPostgres {
  private readonly logger = new Logger('EmbeddedPostgres');
  private keeper: pg.Client;
  private stopping = false;
  private recovery: Promise<void> = Promise.resolve();

  private constructor(
    private readonly places: Places,
    private readonly cluster: Cluster,
    /** Stays the same when the database is started again: the pool knows no other. */
    private endpoint: Endpoint,
  ) {}

  static async start({ dataDir, settings = {} }: EmbeddedOptions): Promise<EmbeddedPostgres> {
    const places = findPlaces(dataDir);
    const cluster = new Cluster(findBinaries(places), places, settings);
    const running = cluster.running();
    const endpoint = (running && endpointOf(running, places)) ?? (await newEndpoint(places));
    await cluster.createUnlessThere(endpoint);
    const database = new EmbeddedPostgres(places, cluster, endpoint);
    await database.keepRunning(PATIENCE_MS);
    await ensureRoles(database.keeper, passwordOf(database.endpoint));
    return database;
  }

  /** Where the data are: not in DATA_DIR when PostgreSQL's user may not go there. */
  get directory(): string {
    return this.places.data;
  }

  connection(user: string, database = DATABASE): pg.ClientConfig {
    const { host, port } = this.endpoint;
    return { host, port, user, database, password: passwordOf(this.endpoint) };
  }

  /** Stops the database unless another service uses it. Call it when nothing of this one does any more. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.recovery;
    const last = await this.isLast();
    const postmaster = this.cluster.running();
    if (last && postmaster) {
      await this.cluster.stop(postmaster);
      removeSockets(this.endpoint, this.places);
    }
    await this.keeper.end().catch(() => undefined);
  }

  private async isLast(): Promise<boolean> {
    try {
      await this.keeper.query('select pg_advisory_unlock_shared($1)', [USERS_LOCK]);
      const { rows } = await this.keeper.query<{ alone: boolean }>(
        'select pg_try_advisory_lock($1) as alone',
        [USERS_LOCK],
      );
      return rows[0]?.alone === true;
    } catch {
      return false;
    }
  }

  /** Starts or finds the database, as often as it takes: another service may be starting or stopping it just now. */
  private async keepRunning(patienceMs: number): Promise<void> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      try {
        const running = this.cluster.running();
        if (!running) this.cluster.launch(this.endpoint);
        else this.endpoint = endpointOf(running, this.places) ?? this.endpoint;
        this.keeper = await this.connectKeeper();
        return;
      } catch (error) {
        if (performance.now() > deadline || this.stopping)
          throw new Error(`The embedded PostgreSQL does not answer: ${this.cluster.lastWords()}`, {
            cause: error,
          });
        await delay(RETRY_MS);
      }
    }
  }

  private async connectKeeper(): Promise<pg.Client> {
    const keeper = new pg.Client({
      ...this.connection('postgres', 'postgres'),
      application_name: 'sallyport keeper',
      connectionTimeoutMillis: 2000,
      keepAlive: true,
    });
    keeper.on('error', () => undefined);
    await keeper.connect();
    await keeper.query('select pg_advisory_lock_shared($1)', [USERS_LOCK]);
    keeper.once('end', () => {
      if (!this.stopping) this.recovery = this.recover();
    });
    return keeper;
  }

  private async recover(): Promise<void> {
    this.logger.warn('the database died; starting it again');
    try {
      await this.keepRunning(Infinity);
      this.logger.log('the database runs again');
    } catch {
      // only when we stop meanwhile
    }
  }
}
