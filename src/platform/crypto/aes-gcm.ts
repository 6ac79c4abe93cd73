import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { Unsealable } from './unsealable.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = 'aes-256-gcm';

/**
 * @param context authenticated with the text, and needed again to open it
 * @returns nonce, tag, ciphertext
 */
export function encrypt(key: Buffer | KeyObject, plaintext: string, context: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(context);
  const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** @throws Unsealable when the key or context differs, or a bit was changed */
export function decrypt(key: Buffer | KeyObject, encrypted: Buffer, context: Buffer): string {
  const bodyAt = NONCE_BYTES + TAG_BYTES;
  if (encrypted.length < bodyAt) throw new Unsealable('tampered', 'a sealed text is cut off');
  const decipher = createDecipheriv(ALGORITHM, key, encrypted.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(context).setAuthTag(encrypted.subarray(NONCE_BYTES, bodyAt));
  const body = decipher.update(encrypted.subarray(bodyAt));
  try {
    return Buffer.concat([body, decipher.final()]).toString('utf8');
  } catch {
    throw new Unsealable('tampered', 'a sealed text was changed, or belongs elsewhere');
  }
}
