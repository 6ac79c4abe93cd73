import type { Id } from '../../../kernel/id.js';

export interface NewTrustedDevice {
  readonly id: Id;
  readonly userId: Id;
  readonly tokenHash: Buffer;
  /** Trust dies with the password it was given under. */
  readonly passwordChangedAt: Date | null;
  readonly ip: string;
  readonly userAgent: string;
  readonly now: Date;
  readonly expiresAt: Date;
}

/** Browsers on which a person need not prove a second factor for a while. */
export abstract class TrustedDevices {
  abstract insert(device: NewTrustedDevice): Promise<void>;
  /** Whether the bearer of this secret is trusted; counts as a use. */
  abstract isTrusted(
    userId: Id,
    tokenHash: Buffer,
    passwordChangedAt: Date | null,
    now: Date,
  ): Promise<boolean>;
  abstract remove(userId: Id, id: Id): Promise<boolean>;
  abstract removeAll(userId: Id): Promise<number>;
  abstract purge(expiredBefore: Date, limit: number): Promise<number>;
}
