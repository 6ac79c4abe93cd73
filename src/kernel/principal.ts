import type { Id } from './id.js';

/** Authenticator assurance: one factor, or two (or one user-verified passkey). */
export type Assurance = 'aal1' | 'aal2';

/** What every credential says, whoever holds it. */
interface Credential {
  /** The tenant that the request works in. It comes from the credential, never from what the caller writes. */
  readonly tenantId: Id | null;
  /** Permissions that this credential is narrowed to, whatever its owner may do; null: not narrowed. */
  readonly scopes: readonly string[] | null;
}

/** Somebody who signed in, or a token that somebody made for a program of theirs. */
export interface Person extends Credential {
  readonly credential: 'session' | 'access-token' | 'personal-access-token';
  readonly userId: Id;
  /** None behind a personal access token. */
  readonly sessionId: Id | null;
  /** When the person last proved who they are. */
  readonly authTime: Date;
  readonly acr: Assurance;
  /** RFC 8176 authentication method references. */
  readonly amr: readonly string[];
}

/** A program of a tenant, nobody's in particular. */
export interface ServiceAccount extends Credential {
  readonly credential: 'service-account';
  readonly serviceAccountId: Id;
  readonly tenantId: Id;
}

/** Who is asking, established once per request from exactly one credential. */
export type Principal = Person | ServiceAccount;

/** The id that logs, limits and trails know the principal by. */
export const actorId = (principal: Principal): Id =>
  principal.credential === 'service-account' ? principal.serviceAccountId : principal.userId;

/** Somebody who signed in themselves: not a token made for a program, not a service account. */
export const isSignedIn = (
  principal: Principal,
): principal is Person & { credential: 'session' | 'access-token' } =>
  principal.credential === 'session' || principal.credential === 'access-token';
