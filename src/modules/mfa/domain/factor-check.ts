import type { Id } from '../../../kernel/id.js';
import type { Challenge } from './challenge.js';
import type { SecondFactorMethod } from './factor.js';

/** What somebody sends to prove a second factor. */
export interface FactorAnswer {
  readonly method: SecondFactorMethod;
  readonly code?: string;
  /** Of an authenticator (WebAuthn `PublicKeyCredential`, as JSON). */
  readonly assertion?: Readonly<Record<string, unknown>>;
}

/** A right answer that has not been used up yet. */
export interface ProvenFactor {
  /** RFC 8176 names that it adds. */
  readonly amr: readonly string[];
  /**
   * Uses the proof up, in one atomic statement within the transaction of what it is good for.
   * @returns false when somebody else was faster: then it proves nothing, and the transaction must not be committed
   */
  readonly spend: () => Promise<boolean>;
}

/** One way of proving a second factor. Everything costly happens here, outside of any transaction. */
export abstract class FactorCheck {
  /** @returns null when the answer is wrong */
  abstract check(userId: Id, answer: FactorAnswer, challenge: Challenge | null): Promise<ProvenFactor | null>;
}
