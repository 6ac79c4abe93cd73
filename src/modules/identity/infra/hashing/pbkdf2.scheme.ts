import { pbkdf2 as derive } from 'node:crypto';
import { promisify } from 'node:util';
import type { HashScheme } from './hash-scheme.js';
import { decode, LONGEST_HASH, LONGEST_SALT, sameBytes, SHORTEST_HASH, whole } from './phc.js';

const derived = promisify(derive);

/** About a second; Django 6 writes 1.2 million. */
const MOST_ITERATIONS = 2_000_000;

/** The three ways in which PBKDF2 hashes are commonly written down. */
const PHC =
  /^\$pbkdf2-(?<digest>sha256|sha512)\$i=(?<iterations>\d+)(?:,l=(?<length>\d+))?\$(?<salt>[A-Za-z0-9+/]*)\$(?<hash>[A-Za-z0-9+/]+)$/;
const PASSLIB =
  /^\$pbkdf2-(?<digest>sha256|sha512)\$(?<iterations>\d+)\$(?<salt>[A-Za-z0-9./]*)\$(?<hash>[A-Za-z0-9./]+)$/;
const DJANGO =
  /^pbkdf2_(?<digest>sha256)\$(?<iterations>\d+)\$(?<salt>[^$]*)\$(?<hash>[A-Za-z0-9+/]+)={0,2}$/;

/** PBKDF2 (RFC 8018) with SHA-256 or SHA-512, read only. */
export const pbkdf2: HashScheme = {
  parse(text) {
    const django = DJANGO.exec(text)?.groups;
    const groups = PHC.exec(text)?.groups ?? PASSLIB.exec(text)?.groups ?? django;
    if (!groups) return null;
    const iterations = whole(groups.iterations, 1, MOST_ITERATIONS);
    const salt = django ? literal(groups.salt!) : decode(standard(groups.salt!), 0, LONGEST_SALT);
    const expected = decode(standard(groups.hash!), SHORTEST_HASH, LONGEST_HASH);
    if (!iterations || !salt || !expected) return null;
    if (groups.length !== undefined && Number(groups.length) !== expected.length) return null;
    return {
      outdated: true,
      matches: async (password) =>
        sameBytes(await derived(password, salt, iterations, expected.length, groups.digest!), expected),
    };
  },
};

/** Django salts with the letters as they stand. */
function literal(salt: string): Buffer | null {
  const bytes = Buffer.from(salt);
  return bytes.length <= LONGEST_SALT ? bytes : null;
}

/** passlib writes `.` where standard base64 has `+`. */
function standard(base64: string): string {
  return base64.replaceAll('.', '+');
}
