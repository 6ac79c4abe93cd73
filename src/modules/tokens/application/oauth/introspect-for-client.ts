import { Injectable } from '@nestjs/common';
import { Decide } from '../../../authorization/index.js';
import { clientUnauthorized } from '../../domain/oauth/oauth.errors.js';
import { AuthenticateClient, type ClientSecret } from './authenticate-client.js';
import { IntrospectToken, type Introspection } from './introspect-token.js';

const PERMISSION = 'token:introspect';

/** Introspection is for programs that were given the permission: it tells what others may do. */
@Injectable()
export class IntrospectForClient {
  constructor(
    private readonly authenticateClient: AuthenticateClient,
    private readonly decide: Decide,
    private readonly introspectToken: IntrospectToken,
  ) {}

  /**
   * @param token asked for once the client is known: a stranger learns nothing about the request either
   * @throws DomainError `oauth.invalid-client`, `oauth.unauthorized-client`
   */
  async execute(client: ClientSecret, token: () => string): Promise<Introspection> {
    const { principal } = await this.authenticateClient.execute(client);
    const { tenantId, serviceAccountId: id } = principal;
    const question = { permission: PERMISSION };
    if (!(await this.decide.holds(tenantId, { type: 'service-account', id }, question)))
      throw clientUnauthorized();
    return this.introspectToken.execute(tenantId, token());
  }
}
