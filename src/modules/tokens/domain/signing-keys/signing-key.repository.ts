import type { SigningKey } from './signing-key.js';

export abstract class SigningKeyRepository {
  /** Published, current and retiring keys, the oldest first. */
  abstract inUse(): Promise<SigningKey[]>;
  /** As `inUse`, and no other node changes keys before the transaction ends. */
  abstract lockInUse(): Promise<SigningKey[]>;
  /** Also those that are over, the newest first. */
  abstract all(): Promise<SigningKey[]>;
  /** Stores a new key, or the next state of one. */
  abstract save(key: SigningKey): Promise<void>;
}
