import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { calculateJwkThumbprint } from 'jose';
import { SealedColumns } from '../../../../platform/crypto/sealed-columns.js';
import { UnreadableSecrets } from '../../../../platform/crypto/unreadable-secrets.js';
import type { KeyMaker } from '../../domain/signing-keys/key-maker.js';
import type { NewKey, SigningAlgorithm } from '../../domain/signing-keys/signing-key.js';

const generate = promisify(generateKeyPair);

/** Makes keys off the event loop; their private half is nowhere but sealed and in the memory of who signs. */
@Injectable()
export class SealedKeyMaker implements KeyMaker {
  private readonly privateKeys;

  constructor(
    sealed: SealedColumns,
    private readonly unreadable: UnreadableSecrets,
  ) {
    this.privateKeys = sealed.declare({
      table: 'signing_keys',
      column: 'private_sealed',
      key: { id: 'text' },
      context: ({ id }: { id: string }) => `signing_keys.private_sealed:${id}`,
    });
  }

  async make(algorithm: SigningAlgorithm): Promise<NewKey> {
    const { privateKey, jwk, id } = await newNamedPair(algorithm);
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return {
      id,
      algorithm,
      publicJwk: { ...jwk, kid: id, alg: algorithm, use: 'sig' },
      privateSealed: this.privateKeys.seal({ id }, pem),
    };
  }

  /** @returns null when it was sealed for another row, or with a key that is not configured: operators are told */
  open(id: string, privateSealed: Buffer): KeyObject | null {
    return this.unreadable.read(this.privateKeys.name, id, () =>
      createPrivateKey(this.privateKeys.open({ id }, privateSealed)),
    );
  }
}

/** An id is an argument of `keys:withdraw`: one that begins with a dash would be read as an option. */
async function newNamedPair(algorithm: SigningAlgorithm) {
  for (;;) {
    const { publicKey, privateKey } = await newKeyPair(algorithm);
    const jwk = publicKey.export({ format: 'jwk' });
    const id = await calculateJwkThumbprint(jwk);
    if (!id.startsWith('-')) return { privateKey, jwk, id };
  }
}

async function newKeyPair(algorithm: SigningAlgorithm) {
  return algorithm === 'RS256'
    ? generate('rsa', { modulusLength: 3072 })
    : generate('ec', { namedCurve: 'P-256' });
}
