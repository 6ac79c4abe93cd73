import { createHmac } from 'node:crypto';
import { encode } from './phc.js';

/**
 * A secret outside the database that every hash needs, so that a stolen database alone allows no guessing.
 * Its `id` stands in each hash made with it (`keyid` of the argon2 PHC format, at most 8 bytes): hashes made
 * before the pepper was introduced are told apart and replaced at the next sign-in.
 */
export interface Pepper {
  readonly id: string;
  readonly secret: Buffer;
}

export function pepperFrom(text: string): Pepper {
  const secret = Buffer.from(text);
  const id = encode(createHmac('sha256', secret).update('sallyport pepper id').digest().subarray(0, 6));
  return { id, secret };
}
