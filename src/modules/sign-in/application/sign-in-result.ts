import type { Id } from '../../../kernel/id.js';
import type { User } from '../../identity/index.js';
import type { BegunChallenge, DeviceTrust, FactorKind, SecondFactorMethod } from '../../mfa/index.js';
import type { IssuedSession } from '../../sessions/index.js';

/** Where a sign-in comes from and what is known of that place. */
export interface Visitor {
  readonly ip: string;
  /** Who counts as one caller: an IPv4 address or an IPv6 /64. */
  readonly network: string;
  readonly userAgent: string;
  /** Left on this device by an earlier sign-in. */
  readonly deviceSecret?: string;
  /** Left on this browser when its owner chose to trust it. */
  readonly trustSecret?: string;
}

/** What somebody asked for when they began to sign in. */
export interface SignInWish {
  readonly tenantSlug?: string;
  readonly rememberMe: boolean;
  readonly transport: IssuedSession['transport'];
}

/** A person whose proofs were accepted, with what they asked for. */
export interface ProvenSignIn extends SignInWish {
  readonly userId: Id;
  /** Asked first in the transaction that begins the session: the person, if they may still sign in. */
  readonly admit: () => Promise<User>;
  /** RFC 8176 names of everything that was proven. */
  readonly amr: readonly string[];
  readonly visitor: Visitor;
  /** Uses up what proves once only, in the transaction that begins the session; false: somebody else was faster. */
  readonly spend?: () => Promise<boolean>;
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

export interface Authenticated extends SignedIn {
  readonly status: 'authenticated';
  readonly user: User;
  readonly mfaEnabled: boolean;
  /** To be left on the device. */
  readonly deviceSecret: string | null;
  /** To be left on a browser that is trusted from now on. */
  readonly deviceTrust?: DeviceTrust | null;
}

/** The challenge is all that is handed out; it opens nothing but what asks for it. */
export interface MfaRequired extends BegunChallenge {
  readonly status: 'mfa_required';
  readonly methods: readonly SecondFactorMethod[];
}

export interface MfaEnrolmentRequired extends BegunChallenge {
  readonly status: 'mfa_enrolment_required';
  readonly methods: readonly FactorKind[];
}

export type MoreRequired = MfaRequired | MfaEnrolmentRequired;
export type SignInResult = Authenticated | MoreRequired;

/** Who is signed in, for changing the session they are signed in with. */
export interface SignedInCaller {
  readonly userId: Id;
  readonly sessionId: Id;
}
