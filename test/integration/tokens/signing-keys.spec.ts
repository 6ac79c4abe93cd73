import { JwtService } from '@nestjs/jwt';
import { importJWK, jwtVerify } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AccessTokenClaims } from '../../../src/modules/tokens/domain/access-token.js';
import { JwtAccessTokens } from '../../../src/modules/tokens/infra/jwt-access-tokens.js';
import { SigningKeys } from '../../../src/modules/tokens/infra/signing-keys.js';
import { Config } from '../../../src/platform/config/config.js';
import { Sealer } from '../../../src/platform/crypto/sealer.js';
import { Database } from '../../../src/platform/database/database.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { FakeClock } from '../../support/fakes.js';
import { startPlatform } from '../../support/platform.js';

const clock = new FakeClock();
const CLAIMS: AccessTokenClaims = {
  sub: '00000000-0000-7000-8000-00000000bbbb',
  sid: '00000000-0000-7000-8000-00000000aaaa',
  jti: '00000000-0000-7000-8000-00000000cccc',
  auth_time: 1_767_225_600,
  amr: ['pwd'],
  acr: 'aal1',
};

async function start(database: TestDatabase, env: Record<string, string> = {}) {
  const { get } = await startPlatform(database, {
    JWT_ALGORITHM: 'ES256',
    PUBLIC_URL: 'https://id.example.test',
    ...env,
  });
  const config = get(Config);
  const keys = new SigningKeys(get(Database), new Sealer(config), config, clock);
  await keys.onApplicationBootstrap();
  return { keys, config, tokens: new JwtAccessTokens(new JwtService(), keys, config, clock) };
}

describe('SigningKeys', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });

  it('three nodes that start on an empty database agree on one key', async () => {
    const nodes = await Promise.all([start(database), start(database), start(database)]);
    const ids = await Promise.all(nodes.map(async ({ keys }) => (await keys.current()).id));
    expect(new Set(ids).size).toBe(1);
    expect(await database.query(`SELECT id FROM signing_keys`)).toEqual([{ id: ids[0] }]);
    const token = await nodes[0].tokens.sign(CLAIMS);
    for (const { tokens } of nodes) expect(await tokens.verify(token)).toMatchObject(CLAIMS);
  });

  it('is the same after a restart: tokens live on', async () => {
    const token = await (await start(database)).tokens.sign(CLAIMS);
    expect(await (await start(database)).tokens.verify(token)).toMatchObject(CLAIMS);
  });

  it('publishes the public half only, good enough for a stranger to check a token', async () => {
    const { keys, tokens, config } = await start(database);
    const [jwk, ...more] = await keys.publicJwks();
    expect(more).toEqual([]);
    expect(Object.keys(jwk!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    const { issuer, audience } = config;
    const checked = await jwtVerify(await tokens.sign(CLAIMS), await importJWK(jwk!), {
      ...{ issuer, audience, typ: 'at+jwt', currentDate: clock.now() },
    });
    expect(checked.payload).toMatchObject(CLAIMS);
  });

  it('stores the private half sealed, to its own row', async () => {
    const { keys } = await start(database);
    const { id, privateKey } = await keys.current();
    const [row] = await database.query<{ sealed: Buffer; jwk: object }>(
      `SELECT private_sealed AS sealed, public_jwk AS jwk FROM signing_keys`,
    );
    const secret = privateKey.export({ format: 'jwk' }).d!;
    expect(row!.sealed.includes('PRIVATE KEY')).toBe(false);
    expect(row!.sealed.includes(Buffer.from(secret, 'base64url'))).toBe(false);
    expect(JSON.stringify(row!.jwk)).not.toContain(secret);
    const elsewhere = await createDatabase();
    await elsewhere.query(
      `INSERT INTO signing_keys (id, algorithm, public_jwk, private_sealed, created_at) VALUES ($1, 'ES256', $2, $3, now())`,
      [`not-${id}`, row!.jwk, row!.sealed],
    );
    await expect(start(elsewhere)).rejects.toThrow();
  });

  it('goes on verifying with the key of the algorithm that was configured before', async () => {
    const before = await start(database);
    const token = await before.tokens.sign(CLAIMS);
    const after = await start(database, { JWT_ALGORITHM: 'RS256' });
    expect((await after.keys.current()).algorithm).toBe('RS256');
    expect((await after.keys.current()).privateKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
    expect(await after.tokens.verify(token)).toMatchObject(CLAIMS);
    expect(await after.tokens.verify(await after.tokens.sign(CLAIMS))).toMatchObject(CLAIMS);
    expect(await after.keys.publicJwks()).toHaveLength(2);
  });

  it('costs no look-up to refuse unknown key ids', async () => {
    const { keys } = await start(database);
    for (let n = 0; n < 1000; n += 1) expect(keys.find(`kid-${String(n)}`)).toBeUndefined();
  });
});
