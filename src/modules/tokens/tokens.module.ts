import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { SessionsModule } from '../sessions/index.js';
import { AuthenticateAccessToken } from './application/authenticate-access-token.js';
import { IssueAccessToken } from './application/issue-access-token.js';
import { AccessTokens } from './domain/access-token.js';
import { BearerStrategy } from './infra/bearer.strategy.js';
import { JwksController } from './infra/jwks.controller.js';
import { JwtAccessTokens } from './infra/jwt-access-tokens.js';
import { SigningKeys } from './infra/signing-keys.js';

@Module({
  imports: [JwtModule.register({}), SessionsModule],
  controllers: [JwksController],
  providers: [
    BearerStrategy,
    AuthenticateAccessToken,
    IssueAccessToken,
    SigningKeys,
    { provide: AccessTokens, useClass: JwtAccessTokens },
  ],
  exports: [IssueAccessToken],
})
export class TokensModule {}
