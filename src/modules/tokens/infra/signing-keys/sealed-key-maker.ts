import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { calculateJwkThumbprint } from 'jose';
import { Sealer } from '../../../../platform/crypto/sealer.js';
import type { KeyMaker } from '../../domain/signing-keys/key-maker.js';
import type { NewKey, SigningAlgorithm } from '../../domain/signing-keys/signing-key.js';

const generate = promisify(generateKeyPair);

/** Makes keys off the event loop; their private half is nowhere but sealed and in the memory of who signs. */
@Injectable()
export class SealedKeyMaker implements KeyMaker {
  constructor(private readonly sealer: Sealer) {}

  async make(algorithm: SigningAlgorithm): Promise<NewKey> {
    const { publicKey, privateKey } = await newKeyPair(algorithm);
    const jwk = publicKey.export({ format: 'jwk' });
    const id = await calculateJwkThumbprint(jwk);
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return {
      id,
      algorithm,
      publicJwk: { ...jwk, kid: id, alg: algorithm, use: 'sig' },
      privateSealed: this.sealer.seal(pem, contextOf(id)),
    };
  }

  /** @throws Error when it was sealed for another row, or with a key that is not configured */
  open(id: string, privateSealed: Buffer): KeyObject {
    return createPrivateKey(this.sealer.open(privateSealed, contextOf(id)));
  }
}

const contextOf = (id: string): string => `signing_keys.private_sealed:${id}`;

async function newKeyPair(algorithm: SigningAlgorithm) {
  return algorithm === 'RS256'
    ? generate('rsa', { modulusLength: 3072 })
    : generate('ec', { namedCurve: 'P-256' });
}
