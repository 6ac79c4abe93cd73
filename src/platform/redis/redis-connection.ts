import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';
import { Config } from '../config/config.js';

/** Redis only makes things fast: whoever asks it must get an answer or an error at once, and go on without it. */
// Not `: RedisOptions`, which may ask for other answers than usual: the compiler would compare both kinds, for seconds.
const OPTIONS = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: 200,
  connectTimeout: 1000,
  // A Redis that hangs is left after a second, so that further commands fail at once instead of after a timeout each.
  socketTimeout: 1000,
  keepAlive: 10_000,
  retryStrategy: (attempt) => Math.min(attempt * 100, 2000),
  // A replica that has been promoted elsewhere: connect again, and send the command again.
  reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
} satisfies RedisOptions;

/** The connection to Redis, or none without REDIS_URL. It never throws of itself, and it never gives up. */
@Injectable()
export class RedisConnection implements OnApplicationShutdown {
  readonly client: Redis | null;
  private readonly logger = new Logger('Redis');

  constructor(private readonly config: Config) {
    this.client = this.duplicate();
  }

  /** One more connection, e.g. to subscribe; whoever asks for it disconnects it. */
  duplicate(): Redis | null {
    const { REDIS_URL } = this.config.raw;
    if (!REDIS_URL) return null;
    const client = new Redis(REDIS_URL, { ...OPTIONS, connectionName: 'sallyport' });
    this.logOncePerOutage(client);
    return client;
  }

  /** Resolves when the first attempt has succeeded or failed, so that the first requests find Redis if it is there. */
  async firstAttempt(): Promise<void> {
    const { client } = this;
    if (!client || client.status === 'ready') return;
    await new Promise((resolve) => client.once('ready', resolve).once('close', resolve));
  }

  onApplicationShutdown(): void {
    this.client?.disconnect();
  }

  /** An unheard `error` event would end the process. */
  private logOncePerOutage(client: Redis): void {
    let down = false;
    client.on('error', (error: Error) => {
      if (!down) this.logger.warn(`Redis is away, working without it: ${error.message}`);
      down = true;
    });
    client.on('ready', () => {
      if (down) this.logger.log('Redis is back');
      down = false;
    });
  }
}
