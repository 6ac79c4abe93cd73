import { Injectable } from '@nestjs/common';
import type { Person } from '../../../../kernel/principal.js';
import { CurrentSession } from '../../../sessions/index.js';
import { ExchangeAudiences } from '../../domain/oauth/exchange-audiences.js';
import { audienceRefused, scopeNotHeld } from '../../domain/tokens.errors.js';
import { IssueAccessToken, type IssuedAccessToken } from '../issue-access-token.js';
import { AllowedScopes } from '../personal/allowed-scopes.js';

/** A browser trades its session for a short-lived token that it can show to another service, or to a worker. */
@Injectable()
export class ExchangeSession {
  constructor(
    private readonly currentSession: CurrentSession,
    private readonly audiences: ExchangeAudiences,
    private readonly allowedScopes: AllowedScopes,
    private readonly issueAccessToken: IssueAccessToken,
  ) {}

  /**
   * @param audience who the token is for; undefined: this service
   * @param scopes permissions that it is narrowed to; undefined: not narrowed
   * @throws DomainError `tokens.audience-refused`, `tokens.scope-unknown`, `tokens.scope-not-held`
   */
  async execute(
    person: Person,
    audience: string | undefined,
    scopes: readonly string[] | undefined,
  ): Promise<IssuedAccessToken> {
    if (audience !== undefined && !this.audiences.allows(audience)) throw audienceRefused();
    if (scopes) {
      if (!person.tenantId) throw scopeNotHeld(scopes);
      await this.allowedScopes.check(person.tenantId, person.userId, scopes);
    }
    return this.issueAccessToken.execute(await this.currentSession.execute(person), { audience, scopes });
  }
}
