import type { Id } from '../../../kernel/id.js';
import type { Assurance } from '../../../kernel/principal.js';

/** Why a session ended. */
export type RevocationReason =
  | 'logout'
  | 'revoked-by-owner'
  | 'password-changed'
  | 'password-reset'
  | 'email-changed'
  | 'user-disabled'
  | 'mfa-reset'
  | 'refresh-token-reused'
  | 'session-limit'
  | 'replaced';

/** How this session came about: the proofs that were weighed, and when (RFC 8176 names). */
export interface Proofs {
  readonly amr: readonly string[];
  readonly authTime: Date;
}

/** Browsers hold a cookie, native clients a refresh token. */
export type Transport = 'cookie' | 'token';

/** Where a request comes from, as far as we can tell. */
export interface Origin {
  readonly ip: string;
  readonly userAgent: string;
}

export interface Lifetime {
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
}

/** What a tenant allows the sessions that work in it; null = nothing of its own. */
export interface Confinement {
  readonly idleMinutes: number | null;
  /** Since the last proof of who it is. */
  readonly absoluteHours: number | null;
}

export interface NewSession {
  readonly id: Id;
  readonly userId: Id;
  readonly activeTenantId: Id | null;
  readonly transport: Transport;
  readonly proofs: Proofs;
  readonly origin: Origin;
  readonly lifetime: Lifetime;
  readonly now: Date;
}

/** RFC 8176 names of what somebody has, as against what they know. */
const POSSESSIONS = new Set(['otp', 'hwk', 'swk']);

/** A period during which one person, on one device, need not prove again who they are. */
export class Session {
  readonly id: Id;
  readonly userId: Id;
  readonly activeTenantId: Id | null;
  readonly transport: Transport;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly idleSeconds: number;
  readonly expiresAt: Date;
  readonly authTime: Date;
  readonly amr: readonly string[];
  readonly ip: string;
  readonly userAgent: string;

  private constructor(state: SessionState) {
    Object.assign(this, state);
  }

  /** Takes exactly what a session is made of: callers hand over more, secrets among it. */
  static begin({
    id,
    userId,
    activeTenantId,
    transport,
    proofs,
    origin,
    lifetime,
    now,
  }: NewSession): Session {
    return new Session({
      id,
      userId,
      activeTenantId,
      transport,
      ip: origin.ip,
      userAgent: origin.userAgent,
      amr: proofs.amr,
      authTime: proofs.authTime,
      createdAt: now,
      lastSeenAt: now,
      idleSeconds: lifetime.idleSeconds,
      expiresAt: new Date(now.getTime() + lifetime.absoluteSeconds * 1000),
    });
  }

  static restore(state: SessionState): Session {
    return new Session(state);
  }

  /** The same sign-in under a new id: its limits stay, only what was newly proven changes. */
  renewed(id: Id, change: Partial<Proofs> & { activeTenantId?: Id | null; now: Date }): Session {
    const { now, ...changed } = change;
    return new Session({ ...this, ...changed, id, lastSeenAt: now });
  }

  /** Within the limits of a tenant that it is to work in. It only ever gets shorter: what was given up stays so. */
  confined({ idleMinutes, absoluteHours }: Confinement): Session {
    const latest = absoluteHours === null ? Infinity : this.authTime.getTime() + absoluteHours * 3_600_000;
    return new Session({
      ...this,
      idleSeconds: Math.min(this.idleSeconds, (idleMinutes ?? Infinity) * 60),
      expiresAt: new Date(Math.min(this.expiresAt.getTime(), latest)),
    });
  }

  get idleExpiresAt(): Date {
    const idle = this.lastSeenAt.getTime() + this.idleSeconds * 1000;
    return new Date(Math.min(idle, this.expiresAt.getTime()));
  }

  /** Expiry is decided here, at the moment of use: it never waits for the clean-up job. */
  isAlive(now: Date): boolean {
    return now < this.idleExpiresAt;
  }

  get acr(): Assurance {
    return assuranceOf(this.amr);
  }
}

export type SessionState = Pick<
  Session,
  | 'id'
  | 'userId'
  | 'activeTenantId'
  | 'transport'
  | 'createdAt'
  | 'lastSeenAt'
  | 'idleSeconds'
  | 'expiresAt'
  | 'authTime'
  | 'amr'
  | 'ip'
  | 'userAgent'
>;

/**
 * Two factors: something one knows with something one has, or a passkey that verified its user, which says `mfa` itself.
 * Assurance is derived from the proofs, never stored: it cannot disagree with them.
 */
export function assuranceOf(amr: readonly string[]): Assurance {
  const two = amr.includes('mfa') || (amr.includes('pwd') && amr.some((proof) => POSSESSIONS.has(proof)));
  return two ? 'aal2' : 'aal1';
}
