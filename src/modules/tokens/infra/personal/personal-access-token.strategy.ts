import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Person } from '../../../../kernel/principal.js';
import { CredentialStrategies } from '../../../../platform/http/credential-strategies.js';
import { CredentialStrategy } from '../../../../platform/http/credential-strategy.js';
import { bearerToken } from '../bearer-token.js';
import { CachedTokens } from './cached-tokens.js';

/** A personal access token. */
@Injectable()
export class PersonalAccessTokenStrategy extends CredentialStrategy implements OnModuleInit {
  readonly name = 'personal-access-token';
  readonly transport = 'bearer';

  constructor(
    private readonly strategies: CredentialStrategies,
    private readonly tokens: CachedTokens,
  ) {
    super();
  }

  onModuleInit(): void {
    this.strategies.register(this);
  }

  find(request: FastifyRequest): string | undefined {
    return bearerToken(request, 'pat_');
  }

  verify(token: string): Person | null | Promise<Person | null> {
    return this.tokens.find(token);
  }
}
