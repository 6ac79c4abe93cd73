import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import { DatabaseConnections } from '../database/database-connections.js';
import { InvalidationBus } from './invalidation-bus.js';
import { CHANNEL } from './postgres-invalidation.js';
import { decodeTags } from './tag-payload.js';

const HEARTBEAT_MS = 250;
/** A connection that has been silent for so long is given up: the server hangs, or the network lost it. */
const GIVE_UP_MS = 3000;
const BACKOFF_MS = [100, 250, 500, 1000, 2000];

/**
 * Hears over a connection of its own (LISTEN) what any node announces, and proves that it still hears: four times
 * a second the node notifies itself. PostgreSQL delivers in order of commit, so a heartbeat sent at t that comes
 * back says that everything announced before t has been heard.
 */
@Injectable()
export class InvalidationListener implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('InvalidationListener');
  private readonly ownChannel = `sallyport_beat_${randomBytes(8).toString('hex')}`;
  private client: pg.Client | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private retry: NodeJS.Timeout | undefined;
  private failures = 0;
  private closed = false;

  constructor(
    private readonly connections: DatabaseConnections,
    private readonly bus: InvalidationBus,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.connect();
  }

  onApplicationShutdown(): void {
    this.closed = true;
    clearTimeout(this.retry);
    this.lose(this.client);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      ...this.connections.app,
      application_name: 'sallyport bus',
      connectionTimeoutMillis: 2000,
      query_timeout: GIVE_UP_MS,
      keepAlive: true,
    });
    this.client = client;
    // Errors are always followed by `end`.
    client.on('error', () => undefined);
    client.once('end', () => {
      this.lose(client);
    });
    client.on('notification', ({ channel, payload = '' }) => {
      this.hear(channel, payload);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}; LISTEN ${this.ownChannel}`);
      this.begin(client);
    } catch (error) {
      this.logger.debug(`cannot listen: ${String(error)}`);
      this.lose(client);
    }
  }

  private begin(client: pg.Client): void {
    if (this.failures > 0) this.logger.log('hearing invalidations again');
    this.failures = 0;
    this.bus.connected();
    let answered = true;
    const beat = () => {
      if (!answered) return;
      answered = false;
      client.query('select pg_notify($1, $2)', [this.ownChannel, String(performance.now())]).then(
        () => {
          answered = true;
        },
        () => {
          this.lose(client);
        },
      );
    };
    this.heartbeat = setInterval(beat, HEARTBEAT_MS);
    beat();
  }

  private hear(channel: string, payload: string): void {
    if (channel === this.ownChannel) this.bus.heard(Number(payload));
    else for (const tag of decodeTags(payload)) this.bus.deliver(tag);
  }

  /** Ends the connection and plans the next one, once for each connection. */
  private lose(client: pg.Client | undefined): void {
    if (!client || client !== this.client) return;
    this.client = undefined;
    clearInterval(this.heartbeat);
    this.bus.disconnected();
    this.destroy(client);
    if (this.closed) return;
    if (this.failures === 0)
      this.logger.warn('lost the connection that hears invalidations; connecting again');
    const wait = BACKOFF_MS[Math.min(this.failures, BACKOFF_MS.length - 1)];
    this.failures += 1;
    this.retry = setTimeout(() => void this.connect(), wait);
  }

  /** A hung server would not answer a polite goodbye. */
  private destroy(client: pg.Client): void {
    const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
    connection.stream.destroy();
  }
}
