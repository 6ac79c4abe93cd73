import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/principal.js';
import { ResolveSession } from '../../sessions/index.js';
import {
  AccessTokens,
  type AccessTokenClaims,
  type ClientClaims,
  type SessionClaims,
} from '../domain/access-token.js';
import { LiveServiceAccounts } from '../domain/service-accounts/live-service-accounts.js';

type Answer = Principal | null;

/** A token is worth as much as what it stands for: once that has ended, a signature changes nothing. */
@Injectable()
export class AuthenticateAccessToken {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly resolveSession: ResolveSession,
    private readonly serviceAccounts: LiveServiceAccounts,
  ) {}

  /** Without a promise for a token whose session or key was seen before. */
  execute(token: string): Answer | Promise<Answer> {
    const claims = this.tokens.verify(token);
    return claims instanceof Promise
      ? claims.then((verified) => verified && this.principalBehind(verified))
      : claims && this.principalBehind(claims);
  }

  /** Who verified claims stand for right now; null when that has ended. */
  principalBehind(claims: AccessTokenClaims): Answer | Promise<Answer> {
    return 'client_id' in claims ? this.programBehind(claims) : this.personBehind(claims);
  }

  private personBehind(claims: SessionClaims): Answer | Promise<Answer> {
    const person = this.resolveSession.byId(claims.sid);
    const accept = (known: Answer) =>
      known?.credential === 'access-token' && known.userId === claims.sub ? narrowed(known, claims) : null;
    return person instanceof Promise ? person.then(accept) : accept(person);
  }

  private programBehind(claims: ClientClaims): Answer | Promise<Answer> {
    const live = this.serviceAccounts.byKeyId(claims.tid, claims.key_id);
    const accept = (known: Awaited<typeof live>) =>
      known?.principal.serviceAccountId === claims.sub ? narrowed(known.principal, claims) : null;
    return live instanceof Promise ? live.then(accept) : accept(live);
  }
}

function narrowed(principal: Principal, { scope }: AccessTokenClaims): Principal {
  return scope === undefined ? principal : { ...principal, scopes: scope.split(' ') };
}
