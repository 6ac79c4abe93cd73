import { Injectable } from '@nestjs/common';
import { HeldPermissions } from '../../../authorization/index.js';
import { clientUnauthorized } from '../../domain/oauth/oauth.errors.js';
import { AuthenticateClient, type ClientSecret } from './authenticate-client.js';
import { IntrospectToken, type Introspection } from './introspect-token.js';

const PERMISSION = 'token:introspect';

/** Introspection is for programs that were given the permission: it tells what others may do. */
@Injectable()
export class IntrospectForClient {
  constructor(
    private readonly authenticateClient: AuthenticateClient,
    private readonly held: HeldPermissions,
    private readonly introspectToken: IntrospectToken,
  ) {}

  /**
   * @param token asked for once the client is known: a stranger learns nothing about the request either
   * @throws DomainError `oauth.invalid-client`, `oauth.unauthorized-client`
   */
  async execute(client: ClientSecret, token: () => string): Promise<Introspection> {
    const { principal } = await this.authenticateClient.execute(client);
    const { tenantId, serviceAccountId: id } = principal;
    const held = await this.held.of(tenantId, { type: 'service-account', id });
    if (!held.allows(PERMISSION)) throw clientUnauthorized();
    return this.introspectToken.execute(tenantId, token());
  }
}
