import { randomBytes } from 'node:crypto';
import type { Argon2Engine, Argon2Input, Argon2Type, Argon2Version } from './argon2-engine.js';
import type { HashScheme, StoredHash } from './hash-scheme.js';
import type { Pepper } from './pepper.js';
import {
  decode,
  encode,
  hasParams,
  LONGEST_HASH,
  LONGEST_SALT,
  parsePhc,
  sameBytes,
  SHORTEST_HASH,
  whole,
} from './phc.js';

/** OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const CURRENT = {
  type: 'argon2id',
  version: 0x13,
  memoryKiB: 19_456,
  passes: 2,
  lanes: 1,
  length: 32,
} as const;
const SALT_BYTES = 16;

/** Hashes made elsewhere may cost up to about 25 of ours, and 256 MiB; more would be a weapon against us. */
const MOST_MEMORY_KIB = 262_144;
const MOST_WORK = 1_048_576;
const MOST_LANES = 16;

/** What an encoded argon2 hash says. */
interface Argon2Hash {
  readonly parameters: Omit<Argon2Input, 'password' | 'secret'>;
  /** The pepper it was made with. */
  readonly keyId: string | undefined;
  readonly expected: Buffer;
}

/** argon2id is what we write; all three types are read. */
export class Argon2Scheme implements HashScheme {
  constructor(
    private readonly engine: Argon2Engine,
    private readonly pepper?: Pepper,
  ) {}

  /** @returns `$argon2id$v=19$m=19456,t=2,p=1[,keyid=…]$salt$hash` */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await this.engine.derive({ ...CURRENT, password, salt, secret: this.pepper?.secret });
    const { type, version, memoryKiB, passes, lanes } = CURRENT;
    const keyId = this.pepper ? `,keyid=${this.pepper.id}` : '';
    const params = `m=${String(memoryKiB)},t=${String(passes)},p=${String(lanes)}${keyId}`;
    return `$${type}$v=${String(version)}$${params}$${encode(salt)}$${encode(hash)}`;
  }

  /** A hash made with a pepper that we do not have cannot be verified and so is not understood. */
  parse(text: string): StoredHash | null {
    const stored = parseArgon2(text);
    if (!stored || (stored.keyId !== undefined && stored.keyId !== this.pepper?.id)) return null;
    const secret = stored.keyId === undefined ? undefined : this.pepper?.secret;
    return {
      outdated: stored.keyId !== this.pepper?.id || !isCurrent(stored),
      matches: async (password) =>
        sameBytes(await this.engine.derive({ ...stored.parameters, password, secret }), stored.expected),
    };
  }
}

/** @returns null also when the hash would cost more than we are ready to pay */
export function parseArgon2(text: string): Argon2Hash | null {
  const phc = parsePhc(text);
  if (!phc || !isArgon2Type(phc.id) || !hasParams(phc, ['m', 't', 'p'], ['keyid'])) return null;
  const version = argon2Version(phc.version);
  const memoryKiB = whole(phc.params.get('m'), 8, MOST_MEMORY_KIB);
  const passes = whole(phc.params.get('t'), 1, MOST_WORK);
  const lanes = whole(phc.params.get('p'), 1, MOST_LANES);
  const salt = decode(phc.salt, 8, LONGEST_SALT);
  const expected = decode(phc.hash, SHORTEST_HASH, LONGEST_HASH);
  if (!version || !memoryKiB || !passes || !lanes || !salt || !expected) return null;
  if (memoryKiB * passes > MOST_WORK || memoryKiB < 8 * lanes) return null;
  const parameters = { type: phc.id, version, memoryKiB, passes, lanes, salt, length: expected.length };
  return { parameters, keyId: phc.params.get('keyid'), expected };
}

function isArgon2Type(id: string): id is Argon2Type {
  return id === 'argon2id' || id === 'argon2i' || id === 'argon2d';
}

/** Hashes from before version 1.3 do not name theirs. */
function argon2Version(text = '16'): Argon2Version | null {
  if (text === '19') return 0x13;
  return text === '16' ? 0x10 : null;
}

function isCurrent({ parameters }: Argon2Hash): boolean {
  const names = Object.keys(CURRENT) as (keyof typeof CURRENT)[];
  return names.every((name) => parameters[name] === CURRENT[name]) && parameters.salt.length >= SALT_BYTES;
}
