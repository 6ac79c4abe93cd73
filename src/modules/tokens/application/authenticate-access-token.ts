import { Injectable } from '@nestjs/common';
import type { Person } from '../../../kernel/principal.js';
import { ResolveSession } from '../../sessions/index.js';
import { AccessTokens, type AccessTokenClaims } from '../domain/access-token.js';

type Answer = Person | null;

/** A token is worth as much as its session: once that is revoked, a signature changes nothing. */
@Injectable()
export class AuthenticateAccessToken {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly resolveSession: ResolveSession,
  ) {}

  /** Without a promise for a token and a session that were seen before. */
  execute(token: string): Answer | Promise<Answer> {
    const claims = this.tokens.verify(token);
    return claims instanceof Promise
      ? claims.then((verified) => this.personBehind(verified))
      : this.personBehind(claims);
  }

  private personBehind(claims: AccessTokenClaims | null): Answer | Promise<Answer> {
    if (!claims) return null;
    const person = this.resolveSession.byId(claims.sid);
    return person instanceof Promise
      ? person.then((known) => ifSubject(known, claims))
      : ifSubject(person, claims);
  }
}

const ifSubject = (person: Answer, { sub }: AccessTokenClaims): Answer =>
  person?.userId === sub ? person : null;
