import { Module, type DynamicModule } from '@nestjs/common';
import { ConversationsModule } from '../examples/conversations/index.js';
import { DocumentsModule } from '../examples/documents/index.js';
import { AuthorizationModule } from './modules/authorization/index.js';
import { IdentityModule } from './modules/identity/index.js';
import { MfaModule } from './modules/mfa/index.js';
import { DevMailboxModule, NotificationsModule } from './modules/notifications/index.js';
import { OAuthModule } from './modules/oauth/index.js';
import { OperationsModule } from './modules/operations/index.js';
import { SessionsModule } from './modules/sessions/index.js';
import { SignInModule } from './modules/sign-in/index.js';
import { TenancyModule } from './modules/tenancy/index.js';
import { TokensModule } from './modules/tokens/index.js';
import { BusModule } from './platform/bus/bus.module.js';
import { CacheModule } from './platform/cache/cache.module.js';
import type { Config } from './platform/config/config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { CryptoModule } from './platform/crypto/crypto.module.js';
import { VaultModule } from './platform/crypto/vault.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { HttpModule } from './platform/http/http.module.js';
import { JobsModule } from './platform/jobs/jobs.module.js';
import { KeyRotationModule } from './platform/key-rotation/key-rotation.module.js';
import { ObservabilityModule } from './platform/observability/observability.module.js';
import { OutboxModule } from './platform/outbox/outbox.module.js';
import { OutgoingModule } from './platform/outgoing/outgoing.module.js';
import { RedisModule } from './platform/redis/redis.module.js';
import { SingleUseModule } from './platform/single-use/single-use.module.js';
import { TenantAwareModule } from './platform/tenant-aware/tenant-aware.module.js';

/** Machinery; what is imported first is closed last. */
const platform = [
  ObservabilityModule,
  CryptoModule,
  DatabaseModule,
  RedisModule,
  BusModule,
  CacheModule,
  VaultModule,
  OutgoingModule,
  OutboxModule,
  JobsModule,
  KeyRotationModule,
  SingleUseModule,
  TenantAwareModule,
  HttpModule,
];

const modules = [
  NotificationsModule,
  SessionsModule,
  IdentityModule,
  AuthorizationModule,
  TenancyModule,
  TokensModule,
  MfaModule,
  OAuthModule,
  SignInModule,
  OperationsModule,
];

/** Models for modules of your own, see docs/extending.md. */
const examples = [ConversationsModule, DocumentsModule];

/** The map of the service. */
@Module({ imports: [...platform, ...modules] })
export class AppModule {
  static with(config: Config): DynamicModule {
    const optional = [...(config.production ? [] : [DevMailboxModule]), ...(config.examples ? examples : [])];
    return { module: AppModule, imports: [ConfigModule.of(config), ...optional] };
  }
}
