import {
  createHmac,
  generateKeyPairSync,
  sign as signBytes,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../../test/support/fakes.js';
import type { Config } from '../../../platform/config/config.js';
import type { AccessTokenClaims } from '../domain/access-token.js';
import { JwtAccessTokens } from './jwt-access-tokens.js';
import type { SigningAlgorithm } from '../domain/signing-keys/signing-key.js';
import type { Signer } from './signing-keys/key-ring.js';
import type { SigningKeys } from './signing-keys/signing-keys.js';

type Json = Record<string, unknown>;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const ISSUER = 'https://id.example.test';
const CLAIMS: AccessTokenClaims = {
  sub: '00000000-0000-7000-8000-00000000bbbb',
  sid: '00000000-0000-7000-8000-00000000aaaa',
  tid: '00000000-0000-7000-8000-00000000dddd',
  jti: '00000000-0000-7000-8000-00000000cccc',
  auth_time: 1_767_225_600,
  amr: ['pwd'],
  acr: 'aal1',
};

// Keys of 2048 bits make the suite quicker; nothing here depends on the size.
function newKey(algorithm: SigningAlgorithm, id: string): Signer & { publicJwk: JsonWebKey } {
  const pair =
    algorithm === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...pair, id, algorithm, publicJwk: pair.publicKey.export({ format: 'jwk' }) };
}

const ours = { RS256: newKey('RS256', 'our-rsa'), ES256: newKey('ES256', 'our-ec') };
const theirs = { RS256: newKey('RS256', 'their-rsa'), ES256: newKey('ES256', 'their-ec') };

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (part: string | undefined) => JSON.parse(Buffer.from(part!, 'base64url').toString()) as Json;

function signature(input: string, key: KeyObject): string {
  return signBytes('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}

describe.each(['RS256', 'ES256'] as const)('JwtAccessTokens with %s', (algorithm) => {
  const key = ours[algorithm];
  const clock = new FakeClock();
  const now = () => Math.floor(clock.now().getTime() / 1000);
  const config = { issuer: ISSUER, audience: ISSUER, raw: { ACCESS_TOKEN_SECONDS: 300 } } as Config;
  const known = { current: async () => key, find: (id: string) => (id === key.id ? key : undefined) };
  const fresh = () => new JwtAccessTokens(new JwtService(), known as unknown as SigningKeys, config, clock);
  const tokens = fresh();

  const goodHeader = { alg: algorithm, kid: key.id, typ: 'at+jwt' };
  const goodPayload = () => ({ ...CLAIMS, iss: ISSUER, aud: ISSUER, iat: now(), exp: now() + 300 });
  /** What somebody with our key would sign: only what is said differs. */
  const forged = (header: Json, payload: unknown = goodPayload(), by = key.privateKey) => {
    const input = `${encode(header)}.${encode(payload)}`;
    return `${input}.${signature(input, by)}`;
  };
  const refused = async (token: string) => expect(await tokens.verify(token), token).toBeNull();

  it('says what RFC 9068 asks for', async () => {
    const [header, payload] = (await tokens.sign(CLAIMS)).split('.');
    expect(decode(header)).toEqual(goodHeader);
    expect(decode(payload)).toEqual(goodPayload());
  });

  it('believes its own tokens, the first time and from memory', async () => {
    const token = await tokens.sign(CLAIMS);
    expect(await tokens.verify(token)).toMatchObject(CLAIMS);
    expect(await tokens.verify(token)).toMatchObject(CLAIMS);
    expect(await tokens.verify(forged(goodHeader))).toMatchObject(CLAIMS);
  });

  it('lets a token expire to the second, remembered or not', async () => {
    const token = await tokens.sign(CLAIMS);
    clock.advance({ seconds: 299 });
    expect(await tokens.verify(token)).not.toBeNull();
    clock.advance({ seconds: 1 });
    await refused(token);
    expect(await fresh().verify(token)).toBeNull();
  });

  it('wants an expiry', async () => {
    const { exp: _, ...eternal } = goodPayload();
    await refused(forged(goodHeader, eternal));
    for (const exp of [null, '9999999999', {}, -1, 0]) await refused(forged(goodHeader, { ...eternal, exp }));
  });

  it('refuses a token that is not valid yet', async () => {
    await refused(forged(goodHeader, { ...goodPayload(), nbf: now() + 60 }));
  });

  it.each([
    'none',
    'None',
    'NONE',
    '',
    'HS256',
    'RS384',
    'RS512',
    'PS256',
    'ES384',
    'EdDSA',
    null,
    1,
    ['RS256'],
  ])('refuses alg %j, signed or not', async (alg) => {
    const token = forged({ ...goodHeader, alg });
    await refused(token);
    await refused(token.replace(/[^.]*$/, ''));
  });

  it('refuses the other of our algorithms for this key', async () => {
    const other = algorithm === 'RS256' ? 'ES256' : 'RS256';
    await refused(forged({ ...goodHeader, alg: other }, goodPayload(), ours[other].privateKey));
  });

  it('refuses HS256 with our public key as the secret, in whatever form', async () => {
    const forms = [
      key.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      key.publicKey.export({ type: 'spki', format: 'pem' }).toString().trim(),
      key.publicKey.export({ type: 'spki', format: 'der' }),
      JSON.stringify(key.publicJwk),
      '',
    ];
    const input = `${encode({ ...goodHeader, alg: 'HS256' })}.${encode(goodPayload())}`;
    const lying = `${encode(goodHeader)}.${encode(goodPayload())}`;
    for (const secret of forms)
      for (const text of [input, lying])
        await refused(`${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`);
  });

  it.each(['JWT', 'at+JWT', 'application/at+jwt', 'id+jwt', 'logout+jwt', '', null, undefined, ['at+jwt']])(
    'refuses typ %j',
    async (typ) => refused(forged({ ...goodHeader, typ })),
  );

  it.each(['https://evil.example', `${ISSUER}/`, ISSUER.toUpperCase(), '', null, undefined, [], {}])(
    'refuses iss %j and aud %j',
    async (other) => {
      await refused(forged(goodHeader, { ...goodPayload(), iss: other }));
      await refused(forged(goodHeader, { ...goodPayload(), aud: other }));
    },
  );

  it.each(['unknown', '', '__proto__', 'constructor', '../our-rsa', null, undefined, 1, ['our-rsa'], {}])(
    'refuses kid %j',
    async (kid) => refused(forged({ ...goodHeader, kid })),
  );

  it('looks no key up but by kid, and only among its own', async () => {
    await refused(
      forged({ ...goodHeader, kid: theirs[algorithm].id }, goodPayload(), theirs[algorithm].privateKey),
    );
    await refused(forged(goodHeader, goodPayload(), theirs[algorithm].privateKey));
  });

  it('does not trust a key that the token brings along or points at', async () => {
    const { privateKey, publicJwk } = theirs[algorithm];
    const brought = [
      { jwk: publicJwk },
      { jku: 'https://evil.example/jwks.json' },
      { x5u: 'https://evil.example/cert.pem' },
      { x5c: ['MIIB'] },
      { jwk: { ...publicJwk, kid: key.id } },
    ];
    for (const extra of brought) {
      await refused(forged({ ...goodHeader, ...extra }, goodPayload(), privateKey));
      await refused(forged({ ...goodHeader, ...extra, kid: 'their' }, goodPayload(), privateKey));
    }
  });

  it('refuses what says that it must be understood', async () => {
    await refused(forged({ ...goodHeader, crit: ['exp'] }));
    await refused(forged({ ...goodHeader, crit: [] }));
    await refused(forged({ ...goodHeader, crit: ['b64'], b64: false }));
  });

  it.each(['sub', 'sid'])('wants a real id as %s', async (claim) => {
    const garbage = [
      '',
      'me',
      null,
      1,
      {},
      [CLAIMS.sub],
      CLAIMS.sub.toUpperCase(),
      `${CLAIMS.sub} `,
      "' OR 1=1",
    ];
    for (const value of garbage) await refused(forged(goodHeader, { ...goodPayload(), [claim]: value }));
    await refused(forged(goodHeader, { ...goodPayload(), [claim]: undefined }));
  });

  it.each([null, [], 'text', 1, true])('refuses %j as claims', async (payload) => {
    await refused(forged(goodHeader, payload));
  });

  it('counts for nothing once a single character is another', async () => {
    const token = await tokens.sign(CLAIMS);
    for (let at = 0; at < token.length; at += 1) {
      if (token.charAt(at) === '.') continue;
      // The neighbour in the alphabet differs in the lowest bit: the one that sloppy decoders drop.
      const neighbour = ALPHABET[ALPHABET.indexOf(token.charAt(at)) ^ 1]!;
      await refused(token.slice(0, at) + neighbour + token.slice(at + 1));
    }
  });

  it('counts for nothing truncated, extended or otherwise spelt', async () => {
    const token = await tokens.sign(CLAIMS);
    for (let length = 0; length < token.length; length += 7) await refused(token.slice(0, length));
    await refused(token.slice(0, -1));
    for (const extra of ['=', '==', '.', 'A', ' ', '\n', '\0', '.e30']) await refused(token + extra);
    for (const spelt of [
      ` ${token}`,
      token.replaceAll('-', '+').replaceAll('_', '/') + '=',
      token.toLowerCase(),
    ])
      await refused(spelt);
  });

  it.each([
    '',
    '.',
    '..',
    '...',
    'e30.e30.',
    'null',
    'W10.W10.W10',
    'bnVsbA.e30.e30',
    'Ww.e30.e30',
    '💩.💩.💩',
  ])('makes nothing of %j', async (garbage) => refused(garbage));

  it('does not spend a signature check on what is too long to be ours', async () => {
    await refused(forged(goodHeader, { ...goodPayload(), more: 'x'.repeat(4096) }));
    await refused('.'.repeat(1_000_000));
  });
});
