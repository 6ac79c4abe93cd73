import type { Id } from '../../../kernel/id.js';
import type { Factor } from './factor.js';

/** An authenticator app with what is needed to check its codes. */
export interface TotpDevice {
  readonly id: Id;
  /** 20 random bytes, base32. */
  readonly secret: string;
  /** RFC 6238 time step of the newest code that was accepted; none older or equal ever is again. */
  readonly lastStep: number;
}

export interface NewTotpDevice {
  readonly id: Id;
  readonly userId: Id;
  readonly name: string;
  readonly secret: string;
  readonly now: Date;
}

/** Authenticator apps. Secrets are sealed at rest, each for its row. */
export abstract class TotpDevices {
  /** Begins a device that is not confirmed yet; @returns false when the person has `most` devices already */
  abstract insert(device: NewTotpDevice, most: number): Promise<boolean>;
  abstract confirmedOf(userId: Id): Promise<TotpDevice[]>;
  abstract findUnconfirmed(userId: Id, id: Id): Promise<TotpDevice | null>;
  /**
   * Accepts the code of a step, in one statement, if neither it nor a later one was accepted before.
   * @returns false when somebody was faster, or the device is gone
   */
  abstract advance(id: Id, step: number, now: Date): Promise<boolean>;
  /** `advance` of a device that is not confirmed, which makes it so. @returns the factor it became, or null */
  abstract confirm(userId: Id, id: Id, step: number, now: Date): Promise<Factor | null>;
}
