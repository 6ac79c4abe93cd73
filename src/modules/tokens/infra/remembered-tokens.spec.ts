import { generateKeyPairSync } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../../test/support/fakes.js';
import type { Config } from '../../../platform/config/config.js';
import type { AccessTokenClaims } from '../domain/access-token.js';
import { JwtAccessTokens } from './jwt-access-tokens.js';
import type { OpenKey, Signer } from './signing-keys/key-ring.js';
import type { SigningKeys } from './signing-keys/signing-keys.js';

const ISSUER = 'https://id.example.test';
const CLAIMS: AccessTokenClaims = {
  sub: '00000000-0000-7000-8000-00000000bbbb',
  sid: '00000000-0000-7000-8000-00000000aaaa',
  jti: '00000000-0000-7000-8000-00000000cccc',
  auth_time: 1_767_225_600,
  amr: ['pwd'],
  acr: 'aal1',
};
const key: Signer = {
  id: 'ours',
  algorithm: 'ES256',
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};

describe('tokens that were verified before', () => {
  let find: (id: string) => OpenKey | undefined | Promise<OpenKey | undefined>;
  let tokens: JwtAccessTokens;
  let seen: string;

  beforeEach(async () => {
    find = (id) => (id === key.id ? key : undefined);
    const keys = { current: async () => key, find: (id: string) => find(id) } as unknown as SigningKeys;
    const config = { issuer: ISSUER, audience: ISSUER, raw: { ACCESS_TOKEN_SECONDS: 300 } } as Config;
    tokens = new JwtAccessTokens(new JwtService(), keys, config, new FakeClock());
    seen = await tokens.sign(CLAIMS);
    await tokens.verify(seen);
  });

  it('need no promise', () => expect(tokens.verify(seen)).toMatchObject(CLAIMS));

  it('die with their key, like those that were not', async () => {
    const unseen = await tokens.sign(CLAIMS);
    find = () => undefined;
    expect(tokens.verify(seen)).toBeNull();
    expect(await tokens.verify(unseen)).toBeNull();
  });

  it('wait while it is uncertain whether their key still counts', async () => {
    find = async () => key;
    expect(await tokens.verify(seen)).toMatchObject(CLAIMS);
    find = async () => undefined;
    expect(await tokens.verify(seen)).toBeNull();
  });
});
