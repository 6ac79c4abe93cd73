import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import { currentOf } from '../../domain/signing-keys/key-succession.js';
import type { SigningAlgorithm, SigningKey } from '../../domain/signing-keys/signing-key.js';

/** A key that tokens are verified with, ready to use. */
export interface OpenKey {
  /** RFC 7638 thumbprint: what tokens name as `kid`. */
  readonly id: string;
  readonly algorithm: SigningAlgorithm;
  readonly publicKey: KeyObject;
}

/** The key that signs, ready to use. */
export interface Signer extends OpenKey {
  readonly privateKey: KeyObject;
}

/** The JWKS. */
export interface PublishedKeys {
  readonly jwks: readonly JWK[];
  /** Differs whenever a key has come or gone; the same on every node. */
  readonly etag: string;
}

/** The keys in use at one moment. */
export class KeyRing {
  readonly current: SigningKey | undefined;
  readonly published: PublishedKeys;
  private readonly byId: ReadonlyMap<string, OpenKey>;

  /** @param before what it has opened already is not opened again */
  constructor(inUse: readonly SigningKey[], before?: KeyRing) {
    this.current = currentOf(inUse);
    this.byId = new Map(inUse.map((key) => [key.id, before?.find(key.id) ?? open(key)]));
    const jwks = inUse.map(({ publicJwk }) => publicJwk as JWK);
    const digest = createHash('sha256').update(JSON.stringify(jwks)).digest('base64url');
    this.published = { jwks, etag: `"${digest}"` };
  }

  find(id: string): OpenKey | undefined {
    return this.byId.get(id);
  }
}

function open({ id, algorithm, publicJwk }: SigningKey): OpenKey {
  return { id, algorithm, publicKey: createPublicKey({ key: publicJwk as JsonWebKey, format: 'jwk' }) };
}
