import type { Id } from '../../../kernel/id.js';

import type { User } from '../../identity/index.js';
import type { IssuedSession } from '../../sessions/index.js';

/** Where a sign-in comes from and what is known of that place. */
export interface Visitor {
  readonly ip: string;
  /** Who counts as one caller: an IPv4 address or an IPv6 /64. */
  readonly network: string;
  readonly userAgent: string;
  /** Left on this device by an earlier sign-in. */
  readonly deviceSecret?: string;
}

/** A person whose proofs were accepted, with what they asked for. */
export interface ProvenSignIn {
  readonly user: User;
  /** RFC 8176 names of everything that was proven. */
  readonly amr: readonly string[];
  readonly visitor: Visitor;
  readonly tenantSlug?: string;
  readonly rememberMe: boolean;
  readonly transport: IssuedSession['transport'];
}

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly tokenType: 'Bearer';
  /** Seconds. */
  readonly expiresIn: number;
}

/** What the bearer gets: exactly one of a cookie and a pair of tokens. */
export interface SignedIn {
  readonly session: IssuedSession['session'];
  readonly cookie?: string;
  readonly tokens?: TokenPair;
}

export interface SignInResult extends SignedIn {
  readonly status: 'authenticated';
  readonly user: User;
  /** To be left on the device. */
  readonly deviceSecret: string | null;
}

/** Who is signed in, for changing the session they are signed in with. */
export interface SignedInCaller {
  readonly userId: Id;
  readonly sessionId: Id;
}
