import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../../kernel/principal.js';
import { CredentialStrategies } from '../../../platform/http/credential-strategies.js';
import { CredentialStrategy } from '../../../platform/http/credential-strategy.js';
import { bearerToken } from './bearer-token.js';
import { AuthenticateAccessToken } from '../application/authenticate-access-token.js';

/** An access token. */
@Injectable()
export class BearerStrategy extends CredentialStrategy implements OnModuleInit {
  readonly name = 'bearer';
  readonly transport = 'bearer';

  constructor(
    private readonly strategies: CredentialStrategies,
    private readonly authenticateToken: AuthenticateAccessToken,
  ) {
    super();
  }

  onModuleInit(): void {
    this.strategies.register(this);
  }

  find(request: FastifyRequest): string | undefined {
    return bearerToken(request);
  }

  verify(token: string): Principal | null | Promise<Principal | null> {
    return this.authenticateToken.execute(token);
  }
}
