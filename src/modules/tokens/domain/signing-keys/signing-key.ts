export type SigningAlgorithm = 'RS256' | 'ES256';

/**
 * - published: in the JWKS so that everybody has it before it is used; does not sign yet
 * - current: signs, the only one
 * - retiring: signs no more, verifies until its last token has died
 * - retired: out of the JWKS, every token of it is dead
 * - withdrawn: the same, at once, because it may be in wrong hands
 */
export type SigningKeyState = 'published' | 'current' | 'retiring' | 'retired' | 'withdrawn';

/** A key pair that nobody has used yet. */
export interface NewKey {
  /** RFC 7638 thumbprint. */
  readonly id: string;
  readonly algorithm: SigningAlgorithm;
  /** As it stands in the JWKS. */
  readonly publicJwk: Readonly<Record<string, unknown>>;
  readonly privateSealed: Buffer;
}

/**
 * Seconds that a key is published before it signs. The JWKS may be cached for five minutes; many clients keep it for
 * ten whatever it says, and clocks differ.
 */
export const PUBLISHED_SECONDS = 900;
/**
 * Seconds that a key verifies after it stopped signing: the longest ACCESS_TOKEN_SECONDS there can be, for the setting
 * may have been lowered since or differ between nodes, and two minutes for clocks that differ.
 */
export const RETIRING_SECONDS = 3600 + 120;

/** One key that signs access tokens, from its publication to its end. */
export class SigningKey {
  readonly id: string;
  readonly algorithm: SigningAlgorithm;
  readonly publicJwk: Readonly<Record<string, unknown>>;
  /** Only while it signs or may come to: what signs no more must not be stolen either. */
  readonly privateSealed: Buffer | null;
  readonly state: SigningKeyState;
  readonly publishedAt: Date;
  /** Somebody asked for a rotation: it takes over as soon as it has been published for long enough. */
  readonly wantedAt: Date | null;
  readonly activatedAt: Date | null;
  readonly stoppedAt: Date | null;
  readonly endedAt: Date | null;

  private constructor(state: SigningKeyRecord) {
    Object.assign(this, state);
  }

  static publish({ id, algorithm, publicJwk, privateSealed }: NewKey, now: Date): SigningKey {
    const times = { publishedAt: now, wantedAt: null, activatedAt: null, stoppedAt: null, endedAt: null };
    return new SigningKey({ id, algorithm, publicJwk, privateSealed, state: 'published', ...times });
  }

  static restore(state: SigningKeyRecord): SigningKey {
    return new SigningKey(state);
  }

  want(now: Date): SigningKey {
    return new SigningKey({ ...this, wantedAt: now });
  }

  activate(now: Date): SigningKey {
    return new SigningKey({ ...this, state: 'current', activatedAt: now });
  }

  stop(now: Date): SigningKey {
    return new SigningKey({ ...this, state: 'retiring', stoppedAt: now, privateSealed: null });
  }

  retire(now: Date): SigningKey {
    return this.ended('retired', now);
  }

  withdraw(now: Date): SigningKey {
    return this.ended('withdrawn', now);
  }

  /** From when on whoever caches the JWKS knows it. */
  get knownFrom(): Date {
    return after(this.publishedAt, PUBLISHED_SECONDS);
  }

  /** When the last token of a key that signs no more has died. */
  get verifiesUntil(): Date | null {
    return this.stoppedAt && after(this.stoppedAt, RETIRING_SECONDS);
  }

  private ended(state: SigningKeyState, now: Date): SigningKey {
    return new SigningKey({ ...this, state, endedAt: now, privateSealed: null });
  }
}

export type SigningKeyRecord = Pick<
  SigningKey,
  | 'id'
  | 'algorithm'
  | 'publicJwk'
  | 'privateSealed'
  | 'state'
  | 'publishedAt'
  | 'wantedAt'
  | 'activatedAt'
  | 'stoppedAt'
  | 'endedAt'
>;

const after = (time: Date, seconds: number): Date => new Date(time.getTime() + seconds * 1000);
