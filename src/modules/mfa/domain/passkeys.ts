import type { Id } from '../../../kernel/id.js';
import type { Factor } from './factor.js';

/** A WebAuthn credential of a person. */
export interface Passkey {
  readonly id: Id;
  readonly userId: Id;
  readonly credentialId: Buffer;
  /** COSE. */
  readonly publicKey: Buffer;
  /** As the authenticator last said; 0: it does not count. */
  readonly signCount: number;
  readonly transports: readonly string[];
  /** Whether its key may be kept in a cloud as well. Never changes. */
  readonly backupEligible: boolean;
}

export interface NewPasskey extends Passkey {
  readonly name: string;
  /** The model of the authenticator; all zeros where it does not say. */
  readonly aaguid: string;
  readonly backedUp: boolean;
  readonly createdAt: Date;
}

export abstract class Passkeys {
  /** @returns null when somebody has this credential, or the person as many devices as there may be */
  abstract insert(passkey: NewPasskey, most: number): Promise<Factor | null>;
  abstract findByCredential(credentialId: Buffer): Promise<Passkey | null>;
  abstract ofUser(userId: Id): Promise<Passkey[]>;
  /** Takes the counter forward, in one statement; false when another answer was faster, or the passkey is gone. */
  abstract advance(id: Id, signCount: number, backedUp: boolean, now: Date): Promise<boolean>;
}

/** A counter that does not grow: the key was copied, or an answer is played again (WebAuthn L3, 7.2, step 22). */
export const hasGoneBack = (stored: number, received: number): boolean =>
  (stored > 0 || received > 0) && received <= stored;
