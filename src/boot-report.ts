import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from './platform/config/config.js';
import { DatabaseConnections } from './platform/database/database-connections.js';

/** Tells whoever started the service where to go now, and what runs in process because nothing else was configured. */
export function bootReport(app: NestFastifyApplication, config: Config): void {
  const logger = new Logger('Sallyport');
  const { publicUrl, raw, production } = config;
  logger.log(`Service:     ${publicUrl}`);
  if (config.docs) logger.log(`Swagger UI:  ${publicUrl}/docs`);
  if (!production) logger.log(`Mailbox:     ${publicUrl}/dev/mailbox`);
  for (const line of inProcess(raw, app.get(DatabaseConnections).embedded?.directory))
    logger.log(`In process:  ${line}`);
  if (!raw.RATE_LIMITS) logger.warn('RATE_LIMITS=off: nothing keeps guessers away');
}

function* inProcess(raw: Config['raw'], databaseDirectory: string | undefined): Generator<string> {
  if (databaseDirectory) yield `PostgreSQL 18, data in ${databaseDirectory} (DATABASE_URL is not set)`;
  if (!raw.REDIS_URL) yield 'request limits, so run one node only (REDIS_URL is not set)';
  if (!raw.SMTP_URL) yield 'mail, shown in the mailbox and not sent (SMTP_URL is not set)';
  if (!raw.ENCRYPTION_KEYS) yield `encryption keys, made in ${raw.DATA_DIR} (ENCRYPTION_KEYS is not set)`;
}
