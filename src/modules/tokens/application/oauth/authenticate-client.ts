import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { clientInvalid } from '../../domain/oauth/oauth.errors.js';
import {
  LiveServiceAccounts,
  type LiveServiceAccount,
} from '../../domain/service-accounts/live-service-accounts.js';

/** How a client says who it is: the id of a service account, and one of its keys as the secret. */
export interface ClientSecret {
  /** Left out where the key was sent as a bearer token. */
  readonly clientId?: Id;
  readonly secret: string;
}

@Injectable()
export class AuthenticateClient {
  constructor(private readonly accounts: LiveServiceAccounts) {}

  /** @throws DomainError `oauth.invalid-client` */
  async execute({ clientId, secret }: ClientSecret): Promise<LiveServiceAccount> {
    const live = await this.accounts.byKey(secret);
    if (!live || (clientId !== undefined && clientId !== live.principal.serviceAccountId))
      throw clientInvalid();
    return live;
  }
}
