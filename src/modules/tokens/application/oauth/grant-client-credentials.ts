import { Injectable } from '@nestjs/common';
import { Decide } from '../../../authorization/index.js';
import { scopeInvalid } from '../../domain/oauth/oauth.errors.js';
import { IssueAccessToken, type IssuedAccessToken } from '../issue-access-token.js';
import { AuthenticateClient, type ClientSecret } from './authenticate-client.js';

/** RFC 6749, section 4.4: a program trades its key for a short-lived token that services verify without asking us. */
@Injectable()
export class GrantClientCredentials {
  constructor(
    private readonly authenticateClient: AuthenticateClient,
    private readonly decide: Decide,
    private readonly issueAccessToken: IssueAccessToken,
  ) {}

  /**
   * @param scopes permissions that the token is narrowed to; undefined: not narrowed
   * @throws DomainError `oauth.invalid-client`, `oauth.invalid-scope`
   */
  async execute(client: ClientSecret, scopes: readonly string[] | undefined): Promise<IssuedAccessToken> {
    const { key, principal } = await this.authenticateClient.execute(client);
    if (scopes) {
      const subject = { type: 'service-account', id: principal.serviceAccountId } as const;
      const questions = scopes.map((permission) => ({ permission }));
      const held = await this.decide.holdsEach(principal.tenantId, subject, questions);
      const missing = scopes.filter((_, at) => !held[at]);
      if (missing.length > 0) throw scopeInvalid(missing);
    }
    return this.issueAccessToken.forKey(key, scopes);
  }
}
