import type { Id } from '../../../kernel/id.js';
import type { Passkey } from './passkeys.js';

/** What a browser sends: `PublicKeyCredential.toJSON()`. Nothing of it is believed before it is verified. */
export type CredentialJson = Readonly<Record<string, unknown>>;
/** What a browser wants: `PublicKeyCredential.parse…OptionsFromJSON()`. */
export type CeremonyOptions = Readonly<Record<string, unknown>>;

export interface Registered {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly signCount: number;
  readonly transports: readonly string[];
  readonly aaguid: string;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
}

export interface Asserted {
  readonly signCount: number;
  readonly backedUp: boolean;
  /** By PIN or biometrics. */
  readonly userVerified: boolean;
}

/** The ceremonies of WebAuthn Level 3. Challenges are 32 random bytes as base64url. */
export abstract class WebAuthn {
  abstract creationOptions(
    account: { readonly userId: Id; readonly email: string; readonly name: string },
    challenge: string,
    known: readonly Passkey[],
  ): Promise<CeremonyOptions>;
  /** @param allowed the passkeys that will do; undefined: whichever the browser has for this service */
  abstract requestOptions(challenge: string, allowed?: readonly Passkey[]): Promise<CeremonyOptions>;
  /** Null when anything about it is wrong. */
  abstract verifyRegistration(attestation: CredentialJson, challenge: string): Promise<Registered | null>;
  /** Null when anything about it is wrong but the counter, which is for the caller to judge. */
  abstract verifyAssertion(
    assertion: CredentialJson,
    challenge: string,
    passkey: Passkey,
  ): Promise<Asserted | null>;
  /** Whose key it claims to be: which credential, and which user the authenticator keeps it for. Unverified. */
  abstract claimOf(assertion: CredentialJson): { credentialId: Buffer; userId: Id | null } | null;
}
