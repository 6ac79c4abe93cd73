import type { Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { ConfigModule } from '../../../src/platform/config/config.module.js';
import { loadConfig } from '../../../src/platform/config/load-config.js';
import { CryptoModule } from '../../../src/platform/crypto/crypto.module.js';
import { DatabaseModule } from '../../../src/platform/database/database.module.js';
import { JobsModule } from '../../../src/platform/jobs/jobs.module.js';
import { ObservabilityModule } from '../../../src/platform/observability/observability.module.js';
import { OutboxModule } from '../../../src/platform/outbox/outbox.module.js';
import { NotificationsModule } from '../../../src/modules/notifications/index.js';
import { OperationsModule } from '../../../src/modules/operations/index.js';
import { atEndOfFile } from '../../support/cleanup.js';
import type { TestDatabase } from '../../support/database.js';

const ENCRYPTION_KEYS = `k1:${Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64')}`;

const background = [
  ObservabilityModule,
  CryptoModule,
  DatabaseModule,
  JobsModule,
  OutboxModule,
  NotificationsModule,
  OperationsModule,
];

/**
 * One node of the service without its HTTP side. Nothing runs by itself until `init` is called, so tests decide when
 * something is delivered. Closed at the end of the file, unless it was before.
 */
export async function startNode(
  database: TestDatabase,
  { smtpUrl, imports = [] }: { smtpUrl?: string; imports?: Type[] } = {},
): Promise<TestingModule> {
  const config = loadConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    MAIL_FROM: 'Acme <no-reply@acme.example>',
    PUBLIC_URL: 'https://id.acme.example',
    ENCRYPTION_KEYS,
    DATABASE_POOL_SIZE: '5',
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    SMTP_URL: smtpUrl,
  });
  const node = await Test.createTestingModule({
    imports: [ConfigModule.of(config), ...background, ...imports],
  })
    .setLogger(SILENT)
    .compile();
  let closing: Promise<void> | undefined;
  const close = node.close.bind(node);
  node.close = () => (closing ??= close());
  atEndOfFile(() => node.close());
  return node;
}

const nothing = (): void => undefined;
const SILENT = { log: nothing, error: nothing, warn: nothing };
