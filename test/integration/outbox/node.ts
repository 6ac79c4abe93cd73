import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { ConfigModule } from '../../../src/platform/config/config.module.js';
import { Config } from '../../../src/platform/config/config.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';
import { CryptoModule } from '../../../src/platform/crypto/crypto.module.js';
import { DatabaseModule } from '../../../src/platform/database/database.module.js';
import { JobsModule } from '../../../src/platform/jobs/jobs.module.js';
import { MailModule } from '../../../src/platform/mail/mail.module.js';
import { ObservabilityModule } from '../../../src/platform/observability/observability.module.js';
import { OutboxModule } from '../../../src/platform/outbox/outbox.module.js';
import { NotificationsModule } from '../../../src/modules/notifications/index.js';
import { OperationsModule } from '../../../src/modules/operations/index.js';

const ENCRYPTION_KEYS = `k1:${Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64')}`;

@Global()
@Module({
  imports: [
    ConfigModule,
    ObservabilityModule,
    CryptoModule,
    DatabaseModule,
    JobsModule,
    OutboxModule,
    MailModule,
    NotificationsModule,
    OperationsModule,
  ],
})
class BackgroundModule {}

/**
 * One node of the service without its HTTP side. Nothing runs by itself until `init` is called, so tests decide when
 * something is delivered.
 */
export async function startNode(database: Record<string, string>, smtpUrl?: string): Promise<TestingModule> {
  const config = loadConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    MAIL_FROM: 'Acme <no-reply@acme.example>',
    PUBLIC_URL: 'https://id.acme.example',
    ENCRYPTION_KEYS,
    DATABASE_POOL_SIZE: '5',
    SMTP_URL: smtpUrl,
    ...database,
  });
  return Test.createTestingModule({ imports: [BackgroundModule] })
    .overrideProvider(Config)
    .useValue(config)
    .setLogger(SILENT)
    .compile();
}

const nothing = (): void => undefined;
const SILENT = { log: nothing, error: nothing, warn: nothing };
