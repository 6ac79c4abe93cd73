import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../../../kernel/principal.js';
import { CredentialStrategies } from '../../../../platform/http/credential-strategies.js';
import { CredentialStrategy } from '../../../../platform/http/credential-strategy.js';
import { LiveServiceAccounts } from '../../domain/service-accounts/live-service-accounts.js';
import { bearerToken } from '../bearer-token.js';

/** A key of a service account. */
@Injectable()
export class ServiceAccountKeyStrategy extends CredentialStrategy implements OnModuleInit {
  readonly name = 'service-account-key';
  readonly transport = 'bearer';

  constructor(
    private readonly strategies: CredentialStrategies,
    private readonly accounts: LiveServiceAccounts,
  ) {
    super();
  }

  onModuleInit(): void {
    this.strategies.register(this);
  }

  find(request: FastifyRequest): string | undefined {
    return bearerToken(request, 'sk_');
  }

  verify(key: string): Principal | null | Promise<Principal | null> {
    const live = this.accounts.byKey(key);
    return live instanceof Promise ? live.then((found) => found && found.principal) : live && live.principal;
  }
}
