import { describe, expect, it } from 'vitest';
import type { HashScheme } from './hash-scheme.js';
import { isSupportedHash, parseStoredHash } from './stored-hashes.js';

const nothing: HashScheme = { parse: () => null };
const b64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64').replace(/=+$/, '');
const text = (salt: string) => Buffer.from(salt).toString('base64').replace(/=+$/, '');

/** RFC 7914 §12 (scrypt). */
const SCRYPT_EMPTY =
  '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906';
const SCRYPT_NACL =
  'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640';
const SCRYPT_SODIUM =
  '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887';
/** RFC 7914 §11 (PBKDF2-HMAC-SHA-256). */
const PBKDF2_ONCE =
  '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783';
const PBKDF2_80000 =
  '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d';
const BCRYPT_LONG = '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui';
const LONG = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** [where published, password, hash] */
const PUBLISHED: [string, string, string][] = [
  ['bcrypt, Openwall', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt, Openwall', 'U*U*', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'],
  ['bcrypt as PHP writes it', 'U*U*U', '$2y$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
  ['bcrypt 2b', 'U*U*U', '$2b$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
  ['bcrypt past 72 bytes', `${LONG}chars after 72 are ignored`, BCRYPT_LONG],
  ['scrypt, RFC 7914', '', `$scrypt$ln=4,r=1,p=1$$${b64(SCRYPT_EMPTY)}`],
  ['scrypt, RFC 7914', 'password', `$scrypt$ln=10,r=8,p=16$${text('NaCl')}$${b64(SCRYPT_NACL)}`],
  [
    'scrypt, RFC 7914',
    'pleaseletmein',
    `$scrypt$ln=14,r=8,p=1$${text('SodiumChloride')}$${b64(SCRYPT_SODIUM)}`,
  ],
  ['PBKDF2, RFC 7914', 'passwd', `$pbkdf2-sha256$i=1,l=64$${text('salt')}$${b64(PBKDF2_ONCE)}`],
  ['PBKDF2, RFC 7914', 'Password', `$pbkdf2-sha256$i=80000$${text('NaCl')}$${b64(PBKDF2_80000)}`],
  [
    'PBKDF2, passlib manual',
    'password',
    '$pbkdf2-sha256$6400$.6UI/S.nXIk8jcbdHx3Fhg$98jZicV16ODfEsEZeYPGHU3kbrUrvUEXOPimVSQDD44',
  ],
  [
    'PBKDF2 with SHA-512, hashcat example',
    'hashcat',
    '$pbkdf2-sha512$25000$LyWE0HrP2RsjZCxlDGFMKQ$1vC5Ohk2mCS9b6akqsEfgeb4l74SF8XjH.SljXf3dMLHdlY1GK9ojcCKts6/asR4aPqBmk74nCDddU3tvSCJvw',
  ],
  [
    'PBKDF2, Django test suite',
    'lètmein',
    'pbkdf2_sha256$10000$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=',
  ],
];

describe('legacy hashes', () => {
  it.each(PUBLISHED)('%s: %j verifies and is outdated', async (_, password, hash) => {
    const stored = parseStoredHash(hash, nothing);
    expect(stored?.outdated).toBe(true);
    expect(await stored?.matches(password)).toBe(true);
    expect(await stored?.matches(`not ${password}`)).toBe(false);
    expect(isSupportedHash(hash)).toBe(true);
  });
});

describe('isSupportedHash', () => {
  const salt = text('some-salt-of-16b');
  const hash = b64(PBKDF2_ONCE.slice(0, 64));

  it.each([
    `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${hash}`,
    `$argon2id$v=19$m=65536,t=3,p=4$${salt}$${hash}`,
    `$argon2i$m=4096,t=3,p=1$${salt}$${hash}`,
    `$scrypt$ln=17,r=8,p=1$${salt}$${hash}`,
    `$pbkdf2-sha256$1200000$${salt}$${hash}`,
    '$2b$12$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a',
  ])('accepts %s', (stored) => {
    expect(isSupportedHash(stored)).toBe(true);
  });

  it.each([
    ['memory', `$argon2id$v=19$m=4194304,t=1,p=1$${salt}$${hash}`],
    ['passes', `$argon2id$v=19$m=19456,t=1000,p=1$${salt}$${hash}`],
    ['lanes', `$argon2id$v=19$m=19456,t=2,p=255$${salt}$${hash}`],
    ['bcrypt cost', '$2b$31$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
    ['scrypt memory', `$scrypt$ln=20,r=8,p=1$${salt}$${hash}`],
    ['scrypt work', `$scrypt$ln=16,r=8,p=64$${salt}$${hash}`],
    ['iterations', `$pbkdf2-sha256$i=4000000000,l=32$${salt}$${hash}`],
    ['Django iterations', `pbkdf2_sha256$99999999$salt$${hash}=`],
  ])('refuses an absurd cost: %s', (_, stored) => {
    expect(isSupportedHash(stored)).toBe(false);
  });

  it.each([
    '',
    'plaintext password',
    '5f4dcc3b5aa765d61d8327deb882cf99',
    '$2x$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a',
    '$2b$12$tooshort',
    `$argon2id$v=18$m=19456,t=2,p=1$${salt}$${hash}`,
    `$argon2id$v=19$m=19456,t=2$${salt}$${hash}`,
    `$argon2id$v=19$m=19456,m=8,t=2,p=1$${salt}$${hash}`,
    `$argon2id$v=19$m=19456,t=2,p=1,data=aGVsbG8$${salt}$${hash}`,
    `$argon2id$v=19$m=19456,t=2,p=1,keyid=c29tZW9uZQ$${salt}$${hash}`,
    `$argon2id$v=19$m=19456,t=02,p=1$${salt}$${hash}`,
    `$argon2id$v=19$m=-1,t=2,p=1$${salt}$${hash}`,
    `$argon2id$v=19$m=19456,t=2,p=1$${salt}$AAAA`,
    `$scrypt$ln=0,r=8,p=1$${salt}$${hash}`,
    `$pbkdf2-sha256$i=29000,l=16$${salt}$${hash}`,
    `$pbkdf2-sha1$i=29000$${salt}$${hash}`,
    `$pbkdf2-sha256$0$${salt}$${hash}`,
    `$pbkdf2-sha256$29000$${salt}$AAAA`,
    `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${'A'.repeat(100_000)}`,
  ])('refuses %.80s', (stored) => {
    expect(isSupportedHash(stored)).toBe(false);
    expect(parseStoredHash(stored, nothing)).toBeNull();
  });
});
