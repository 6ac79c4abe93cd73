/**
 * WebAuthn by @simplewebauthn/server. The relying party is the host of the public URL; pages of other allowed origins
 * may take part where they belong to it. Whatever a browser sends is garbage until the library has said otherwise: it
 * throws for most of what is wrong, and that is an answer, not a fault.
 */
import { Injectable } from '@nestjs/common';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { cose, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers';
import { isId, type Id } from '../../../kernel/id.js';
import { Config } from '../../../platform/config/config.js';
import type { Passkey } from '../domain/passkeys.js';
import type { Asserted, CeremonyOptions, CredentialJson, Registered, WebAuthn } from '../domain/web-authn.js';

/** COSE algorithms that are offered (EdDSA, ES256, RS256), and the type of key that each takes. */
const KEY_TYPES: ReadonlyMap<number, number> = new Map([
  [-8, 1],
  [-7, 2],
  [-257, 3],
]);
const ALGORITHMS = [...KEY_TYPES.keys()];
const TIMEOUT_MS = 300_000;
const TRANSPORTS = new Set(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']);

@Injectable()
export class SimpleWebAuthn implements WebAuthn {
  constructor(private readonly config: Config) {}

  async creationOptions(
    { userId, email, name }: { userId: Id; email: string; name: string },
    challenge: string,
    known: readonly Passkey[],
  ): Promise<CeremonyOptions> {
    const options = await generateRegistrationOptions({
      ...{ rpName: this.config.raw.MFA_ISSUER, rpID: this.relyingParty, timeout: TIMEOUT_MS },
      ...{ userID: bytes(handleOf(userId)), userName: email, userDisplayName: name },
      challenge: bytes(Buffer.from(challenge, 'base64url')),
      supportedAlgorithmIDs: ALGORITHMS,
      excludeCredentials: known.map(descriptorOf),
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    });
    return { ...options };
  }

  async requestOptions(challenge: string, allowed?: readonly Passkey[]): Promise<CeremonyOptions> {
    const options = await generateAuthenticationOptions({
      ...{ rpID: this.relyingParty, timeout: TIMEOUT_MS, userVerification: 'preferred' },
      challenge: bytes(Buffer.from(challenge, 'base64url')),
      ...(allowed && { allowCredentials: allowed.map(descriptorOf) }),
    });
    return { ...options };
  }

  async verifyRegistration(attestation: CredentialJson, challenge: string): Promise<Registered | null> {
    const response = attestation as unknown as RegistrationResponseJSON;
    const outcome = await orNull(() => {
      refuseFrames(response.response.clientDataJSON);
      return verifyRegistrationResponse({
        ...{ response, ...this.expected(challenge) },
        ...{ requireUserVerification: false, supportedAlgorithmIDs: ALGORITHMS },
      });
    });
    if (!outcome?.verified) return null;
    const { credential, aaguid, credentialDeviceType, credentialBackedUp } = outcome.registrationInfo;
    if (!fitsItsAlgorithm(credential.publicKey)) return null;
    return {
      credentialId: Buffer.from(credential.id, 'base64url'),
      publicKey: Buffer.from(credential.publicKey),
      signCount: credential.counter,
      transports: (credential.transports ?? []).filter((transport) => TRANSPORTS.has(transport)),
      aaguid,
      backupEligible: credentialDeviceType === 'multiDevice',
      backedUp: credentialBackedUp,
    };
  }

  async verifyAssertion(
    assertion: CredentialJson,
    challenge: string,
    { credentialId, publicKey, transports, backupEligible }: Passkey,
  ): Promise<Asserted | null> {
    const response = assertion as unknown as AuthenticationResponseJSON;
    const outcome = await orNull(() => {
      refuseFrames(response.response.clientDataJSON);
      return verifyAuthenticationResponse({
        ...{ response, ...this.expected(challenge), requireUserVerification: false },
        credential: {
          id: credentialId.toString('base64url'),
          publicKey: bytes(publicKey),
          // Judged by the caller, who has to know that the signature is right and the counter is not.
          counter: 0,
          transports: [...transports],
        },
      });
    });
    if (!outcome?.verified) return null;
    const { newCounter, userVerified, credentialBackedUp, credentialDeviceType } = outcome.authenticationInfo;
    // The flag is part of the credential: one that changes is another credential (WebAuthn L3, 6.1.3).
    if ((credentialDeviceType === 'multiDevice') !== backupEligible) return null;
    return { signCount: newCounter, userVerified, backedUp: credentialBackedUp };
  }

  claimOf(assertion: CredentialJson): { credentialId: Buffer; userId: Id | null } | null {
    const { id, response } = assertion as { id?: unknown; response?: { userHandle?: unknown } | null };
    if (typeof id !== 'string' || !/^[\w-]{1,1364}$/.test(id)) return null;
    const handle = response?.userHandle;
    const userId = typeof handle === 'string' ? userOf(Buffer.from(handle, 'base64url')) : null;
    return { credentialId: Buffer.from(id, 'base64url'), userId };
  }

  private expected(challenge: string) {
    return {
      expectedChallenge: challenge,
      expectedOrigin: this.origins,
      expectedRPID: this.relyingParty,
    };
  }

  private get relyingParty(): string {
    return new URL(this.config.publicUrl).hostname;
  }

  private get origins(): string[] {
    const party = this.relyingParty;
    const belongs = ({ hostname }: URL) => hostname === party || hostname.endsWith(`.${party}`);
    const configured = this.config.raw.ALLOWED_ORIGINS.map((origin) => new URL(origin)).filter(belongs);
    return [new URL(this.config.publicUrl), ...configured].map(({ origin }) => origin);
  }
}

/** A page that is framed by another site could be made to ask without its visitor knowing for whom. */
function refuseFrames(clientDataJson: string): void {
  const clientData = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString()) as {
    crossOrigin?: unknown;
  };
  if (clientData.crossOrigin === true) throw new Error('from a frame of another site');
}

/** A registration without attestation signs nothing: a key that could never verify anything is refused here. */
function fitsItsAlgorithm(publicKey: Uint8Array<ArrayBuffer>): boolean {
  const key = decodeCredentialPublicKey(publicKey);
  const algorithm = key.get(cose.COSEKEYS.alg);
  return typeof algorithm === 'number' && key.get(cose.COSEKEYS.kty) === KEY_TYPES.get(algorithm);
}

async function orNull<T>(verify: () => Promise<T>): Promise<T | null> {
  try {
    return await verify();
  } catch {
    return null;
  }
}

const descriptorOf = ({ credentialId, transports }: Passkey) => ({
  id: credentialId.toString('base64url'),
  transports: [...transports],
});

/** The sixteen bytes of the id: they name nobody to whoever finds them on a lost key. */
const handleOf = (userId: Id): Buffer => Buffer.from(userId.replaceAll('-', ''), 'hex');

function userOf(handle: Buffer): Id | null {
  const id = handle.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return isId(id) ? id : null;
}

const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer);
