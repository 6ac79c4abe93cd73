import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { decrypt, encrypt } from './aes-gcm.js';
import { Unsealable } from './unsealable.js';

/**
 * Authenticated encryption (AES-256-GCM) of what must be read back: mails in the queue, signing keys.
 * `context` names the row and column, so a ciphertext moved to another row does not open.
 */
@Injectable()
export class Sealer {
  constructor(private readonly config: Config) {}

  /** @returns `keyId` length byte, key id, nonce, tag, ciphertext */
  seal(plaintext: string, context: string): Buffer {
    const key = this.config.sealingKey;
    const id = Buffer.from(key.id);
    return Buffer.concat([Buffer.of(id.length), id, encrypt(key.secret, plaintext, Buffer.from(context))]);
  }

  /** @throws Unsealable when the key is unknown, the context differs or a bit was changed */
  open(sealed: Buffer, context: string): string {
    const idEnd = 1 + (sealed[0] ?? 0);
    const id = sealed.subarray(1, idEnd).toString();
    const key = this.config.encryptionKeys.find((candidate) => candidate.id === id);
    if (!key)
      throw new Unsealable(
        'unknown-key',
        `sealed with an encryption key that is not configured: ${printable(id)}`,
      );
    return decrypt(key.secret, sealed.subarray(idEnd), Buffer.from(context));
  }
}

/** What was tampered with may begin with anything. */
const printable = (id: string): string => (/^[\w-]{1,32}$/.test(id) ? id : 'unreadable id');
