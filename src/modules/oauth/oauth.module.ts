import { Module } from '@nestjs/common';
import { AuthorizationModule } from '../authorization/index.js';
import { IdentityModule } from '../identity/index.js';
import { MfaModule } from '../mfa/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { SessionsModule } from '../sessions/index.js';
import { TenancyModule } from '../tenancy/index.js';
import { AuthorizationController } from './infra/connections/authorization.controller.js';
import { connectionProviders } from './infra/connections/connections.providers.js';
import { ConnectionsController } from './infra/connections/connections.controller.js';
import { ProvidersController } from './infra/connections/providers.controller.js';
import { IdentitiesController } from './infra/sign-in/identities.controller.js';
import { signInProviders, signInUseCases } from './infra/sign-in/sign-in.providers.js';

/** Accounts at other services: to sign in with, and to act through. */
@Module({
  imports: [
    AuthorizationModule,
    IdentityModule,
    MfaModule,
    NotificationsModule,
    SessionsModule,
    TenancyModule,
  ],
  // Fixed paths before those with a parameter.
  controllers: [ProvidersController, ConnectionsController, AuthorizationController, IdentitiesController],
  providers: [...connectionProviders, ...signInProviders],
  exports: [...signInUseCases],
})
export class OAuthModule {}
