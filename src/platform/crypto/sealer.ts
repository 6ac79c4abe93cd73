import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Authenticated encryption (AES-256-GCM) of what must be read back: mails in the queue, signing keys.
 * `context` names the row and column, so a ciphertext moved to another row does not open.
 */
@Injectable()
export class Sealer {
  constructor(private readonly config: Config) {}

  /** @returns `keyId` length byte, key id, nonce, tag, ciphertext */
  seal(plaintext: string, context: string): Buffer {
    const key = this.config.encryptionKeys[0]!;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key.secret, nonce).setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    const id = Buffer.from(key.id);
    return Buffer.concat([Buffer.of(id.length), id, nonce, cipher.getAuthTag(), body]);
  }

  /** @throws Error when the key is unknown, the context differs or a bit was changed */
  open(sealed: Buffer, context: string): string {
    const idEnd = 1 + (sealed[0] ?? 0);
    const id = sealed.subarray(1, idEnd).toString();
    const key = this.config.encryptionKeys.find((candidate) => candidate.id === id);
    if (!key) throw new Error(`sealed with an encryption key that is not configured: ${id}`);
    const nonce = sealed.subarray(idEnd, idEnd + NONCE_BYTES);
    const tag = sealed.subarray(idEnd + NONCE_BYTES, idEnd + NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key.secret, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(context))
      .setAuthTag(tag);
    const body = sealed.subarray(idEnd + NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  }
}
