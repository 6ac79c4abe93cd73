import type { Id } from '../../../kernel/id.js';

/** Browsers and clients from which a person has signed in before. */
export abstract class KnownDevices {
  /** Whether this secret was handed to a device on which this user has signed in. */
  abstract isKnown(userId: Id, tokenHash: Buffer): Promise<boolean>;
  /**
   * Remembers the device. `tokenHash` is null for clients that keep no cookie: those are told apart by
   * fingerprint only, which is enough to spare their owner a mail and never opens anything.
   * @returns whether it had been seen before, and whether the user has any earlier device at all
   */
  abstract remember(device: NewDevice): Promise<{ seenBefore: boolean; firstEver: boolean }>;
  abstract purgeUnused(before: Date, limit: number): Promise<number>;
}

export interface NewDevice {
  readonly id: Id;
  readonly userId: Id;
  readonly tokenHash: Buffer | null;
  /** Digest over user, network and user agent. */
  readonly fingerprint: Buffer;
  readonly now: Date;
}
