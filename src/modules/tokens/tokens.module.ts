import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { AuthorizationModule } from '../authorization/index.js';
import { IdentityModule } from '../identity/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { SessionsModule } from '../sessions/index.js';
import { TenancyModule } from '../tenancy/index.js';
import { AuthenticateAccessToken } from './application/authenticate-access-token.js';
import { IssueAccessToken } from './application/issue-access-token.js';
import { MintToken } from './application/mint-token.js';
import { TokensEvents } from './application/tokens-events.js';
import { AccessTokens } from './domain/access-token.js';
import { BearerStrategy } from './infra/bearer.strategy.js';
import { JwtAccessTokens } from './infra/jwt-access-tokens.js';
import { KeyUses } from './infra/key-uses.js';
import { ExchangeController } from './infra/oauth/exchange.controller.js';
import { OAuthMetadataController } from './infra/oauth/metadata.controller.js';
import { OAuthController } from './infra/oauth/oauth.controller.js';
import { oauthProviders } from './infra/oauth/oauth.providers.js';
import { personalProviders } from './infra/personal/personal.providers.js';
import { TokensController } from './infra/personal/tokens.controller.js';
import { ServiceAccountKeysController } from './infra/service-accounts/service-account-keys.controller.js';
import { ServiceAccountsController } from './infra/service-accounts/service-accounts.controller.js';
import { serviceAccountProviders } from './infra/service-accounts/service-accounts.providers.js';
import { JwksController } from './infra/signing-keys/jwks.controller.js';
import { signingKeyProviders, signingKeyUseCases } from './infra/signing-keys/signing-keys.providers.js';
import { TokenPermissions } from './infra/token-permissions.js';

@Module({
  imports: [
    JwtModule.register({}),
    AuthorizationModule,
    IdentityModule,
    NotificationsModule,
    SessionsModule,
    TenancyModule,
  ],
  controllers: [
    ExchangeController,
    JwksController,
    OAuthController,
    OAuthMetadataController,
    ServiceAccountKeysController,
    ServiceAccountsController,
    TokensController,
  ],
  providers: [
    AuthenticateAccessToken,
    BearerStrategy,
    IssueAccessToken,
    KeyUses,
    MintToken,
    TokenPermissions,
    TokensEvents,
    ...oauthProviders,
    ...personalProviders,
    ...serviceAccountProviders,
    ...signingKeyProviders,
    ...signingKeyUseCases,
    { provide: AccessTokens, useClass: JwtAccessTokens },
  ],
  exports: [IssueAccessToken, ...signingKeyUseCases],
})
export class TokensModule {}
