import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { ClientConfig } from 'pg';
import type { Config } from '../config/config.js';
import { EmbeddedPostgres } from './embedded/embedded-postgres.js';
import { APP, OWNER } from './embedded/own-roles.js';
import { prepareDatabase } from './prepare-database.js';

/** How to reach the database in the two roles that the service has there. */
@Injectable()
export class DatabaseConnections implements OnApplicationShutdown {
  private constructor(
    private readonly roles: { app: ClientConfig; owner: ClientConfig | undefined },
    readonly embedded?: EmbeddedPostgres,
  ) {}

  /** Opens the database of the configuration, the embedded one if it names none, and brings it up to date. */
  static async open(config: Config): Promise<DatabaseConnections> {
    const { DATABASE_URL, DATABASE_OWNER_URL } = config.raw;
    const connections = DATABASE_URL
      ? DatabaseConnections.outside(DATABASE_URL, DATABASE_OWNER_URL, config.production)
      : await DatabaseConnections.ours(config.raw.DATA_DIR);
    try {
      await prepareDatabase(connections.app, connections.owner, config);
      return connections;
    } catch (error) {
      await connections.onApplicationShutdown();
      throw error;
    }
  }

  /** In production nobody migrates by accident, with a role that should not be able to. */
  private static outside(
    url: string,
    ownerUrl: string | undefined,
    production: boolean,
  ): DatabaseConnections {
    const owner = ownerUrl ?? (production ? undefined : url);
    return new DatabaseConnections({
      app: { connectionString: url },
      owner: owner === undefined ? undefined : { connectionString: owner },
    });
  }

  private static async ours(dataDir: string): Promise<DatabaseConnections> {
    const embedded = await EmbeddedPostgres.start({ dataDir });
    new Logger('Database').log(`embedded PostgreSQL 18 in ${embedded.directory}`);
    return new DatabaseConnections(
      { app: embedded.connection(APP), owner: embedded.connection(OWNER) },
      embedded,
    );
  }

  /** The role that owns nothing and cannot pass row-level security: for everything but migrations. */
  get app(): ClientConfig {
    return this.roles.app;
  }

  /** The role that owns the tables; unknown where somebody else migrates. */
  get owner(): ClientConfig | undefined {
    return this.roles.owner;
  }

  /** The module system calls this last of all, when nothing uses the database any more. */
  async onApplicationShutdown(): Promise<void> {
    await this.embedded?.stop();
  }
}
