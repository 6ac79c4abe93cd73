import { scrypt as derive } from 'node:crypto';
import type { HashScheme } from './hash-scheme.js';
import {
  decode,
  hasParams,
  LONGEST_HASH,
  LONGEST_SALT,
  parsePhc,
  sameBytes,
  SHORTEST_HASH,
  whole,
} from './phc.js';

/** 128 MiB (128 * N * r bytes), OWASP's largest setting: N = 2^17, r = 8. */
const MOST_MEMORY = 134_217_728;
/** N * r * p: twice OWASP's largest setting. */
const MOST_WORK = 2_097_152;

/** scrypt (RFC 7914) as passlib and others write it: `$scrypt$ln=16,r=8,p=1$salt$hash`. Read only. */
export const scrypt: HashScheme = {
  parse(text) {
    const phc = parsePhc(text);
    if (phc?.id !== 'scrypt' || phc.version !== undefined || !hasParams(phc, ['ln', 'r', 'p'])) return null;
    const logN = whole(phc.params.get('ln'), 1, 20);
    const r = whole(phc.params.get('r'), 1, 64);
    const p = whole(phc.params.get('p'), 1, 64);
    const salt = decode(phc.salt, 0, LONGEST_SALT);
    const expected = decode(phc.hash, SHORTEST_HASH, LONGEST_HASH);
    if (!logN || !r || !p || !salt || !expected) return null;
    const N = 2 ** logN;
    if (128 * N * r > MOST_MEMORY || N * r * p > MOST_WORK) return null;
    return {
      outdated: true,
      matches: async (password) =>
        sameBytes(await scryptBytes(password, salt, expected.length, { N, r, p }), expected),
    };
  },
};

function scryptBytes(
  password: string,
  salt: Buffer,
  length: number,
  cost: { N: number; r: number; p: number },
): Promise<Buffer> {
  // Node's own limit of 32 MiB is below common settings; ours was checked when the hash was parsed.
  const options = { ...cost, maxmem: 2 * MOST_MEMORY };
  return new Promise((resolve, reject) => {
    derive(password, salt, length, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
