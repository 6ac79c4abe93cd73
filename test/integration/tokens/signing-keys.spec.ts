import { importJWK, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MaintainSigningKeys } from '../../../src/modules/tokens/application/signing-keys/maintain-signing-keys.js';
import {
  PUBLISHED_SECONDS,
  RETIRING_SECONDS,
} from '../../../src/modules/tokens/domain/signing-keys/signing-key.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { FakeClock } from '../../support/fakes.js';
import { withinASecond } from '../../support/soon.js';
import { CLAIMS, startKeyNode, type KeyNode } from './signing-key-nodes.js';

let clock: FakeClock;
let database: TestDatabase;
beforeEach(async () => {
  clock = new FakeClock();
  database = await createDatabase();
});
afterEach(() => vi.restoreAllMocks());

const start = (env?: Record<string, string>) => startKeyNode(database, clock, env);
const kidOf = (token: string) =>
  (JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { kid: string }).kid;
const kidsOf = async ({ keys }: KeyNode) => (await keys.published()).jwks.map(({ kid }) => kid);

async function states(): Promise<Record<string, number>> {
  const rows = await database.query<{ state: string; count: number }>(
    `SELECT state, count(*)::int FROM signing_keys GROUP BY state`,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** Two nodes, a key that signs and one that everybody knows. */
async function settled(): Promise<[KeyNode, KeyNode]> {
  const nodes: [KeyNode, KeyNode] = [await start(), await start()];
  await nodes[0].keys.current();
  await nodes[0].maintain.execute();
  clock.advance({ seconds: PUBLISHED_SECONDS });
  expect(await states()).toEqual({ current: 1, published: 1 });
  return nodes;
}

/** On the monotonic clock, by which memory is judged. */
function letPass(ms: number): void {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + ms);
}

/** The node hears nothing any more, and knows that it does not. */
function deafen({ bus }: KeyNode): void {
  vi.spyOn(bus, 'deliver').mockReturnValue();
  vi.spyOn(bus, 'heard').mockReturnValue();
  vi.spyOn(bus, 'connected').mockReturnValue();
  bus.disconnected();
}

describe('at the first start', () => {
  it('three nodes agree on one key; what another made meanwhile becomes the next', async () => {
    const nodes = await Promise.all([start(), start(), start()]);
    const ids = await Promise.all(nodes.map(async ({ keys }) => (await keys.current()).id));
    expect(new Set(ids).size).toBe(1);
    expect(await states()).toMatchObject({ current: 1 });
    const token = await nodes[0].tokens.sign(CLAIMS);
    for (const { tokens } of nodes) expect(await tokens.verify(token)).toMatchObject(CLAIMS);
  });

  it('a key that could not be made is made for whoever needs it next', async () => {
    const away = new Error('timeout exceeded when trying to connect');
    const making = vi.spyOn(MaintainSigningKeys.prototype, 'execute').mockRejectedValueOnce(away);
    const { keys } = await start();
    expect(await keys.published()).toMatchObject({ jwks: [] });
    const ids = await Promise.all(Array.from({ length: 5 }, async () => (await keys.current()).id));
    expect([new Set(ids).size, making.mock.calls.length]).toEqual([1, 2]);
  });

  it('an RSA key has 3072 bits', async () => {
    const { keys } = await start({ JWT_ALGORITHM: 'RS256' });
    expect((await keys.current()).privateKey.asymmetricKeyDetails?.modulusLength).toBe(3072);
  });
});

describe('a key', () => {
  it('is the same after a restart: tokens live on', async () => {
    const token = await (await start()).tokens.sign(CLAIMS);
    expect(await (await start()).tokens.verify(token)).toMatchObject(CLAIMS);
  });

  it('is published with its public half only, good enough for a stranger to check a token', async () => {
    const { keys, tokens, config } = await start();
    const token = await tokens.sign(CLAIMS);
    const [jwk] = (await keys.published()).jwks;
    expect(Object.keys(jwk!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    const { issuer, audience } = config;
    const wanted = { issuer, audience, typ: 'at+jwt', currentDate: clock.now() };
    expect((await jwtVerify(token, await importJWK(jwk!), wanted)).payload).toMatchObject(CLAIMS);
  });

  it('is stored with its private half sealed to its own row', async () => {
    const { keys } = await start();
    const { id, privateKey } = await keys.current();
    const [row] = await database.query<{ sealed: Buffer; jwk: object }>(
      `SELECT private_sealed AS sealed, public_jwk AS jwk FROM signing_keys WHERE state = 'current'`,
    );
    const secret = privateKey.export({ format: 'jwk' }).d!;
    expect(row!.sealed.includes('PRIVATE KEY')).toBe(false);
    expect(row!.sealed.includes(Buffer.from(secret, 'base64url'))).toBe(false);
    expect(JSON.stringify(row!.jwk)).not.toContain(secret);
    await database.query(`UPDATE signing_keys SET id = $1 WHERE state = 'current'`, [`not-${id}`]);
    // The service runs, so that the key can be withdrawn.
    const other = await start();
    await expect(other.keys.current()).rejects.toMatchObject({ code: 'tokens.no-signing-key' });
    await other.withdraw.execute(`not-${id}`);
    expect((await other.keys.current()).id).not.toBe(id);
  });

  it('of the algorithm that was configured before goes on until the next one is known', async () => {
    const before = await start();
    const token = await before.tokens.sign(CLAIMS);
    const after = await start({ JWT_ALGORITHM: 'RS256' });
    expect(kidOf(await after.tokens.sign(CLAIMS))).toBe(kidOf(token));
    await after.maintain.execute();
    clock.advance({ seconds: PUBLISHED_SECONDS });
    const last = await before.tokens.sign(CLAIMS);
    await after.maintain.execute();
    expect((await after.keys.current()).algorithm).toBe('RS256');
    const first = await after.tokens.sign(CLAIMS);
    for (const { tokens } of [before, after])
      for (const old of [first, last]) expect(await tokens.verify(old)).toMatchObject(CLAIMS);
  }, 120_000);
});

describe('a rotation', () => {
  it('by four at once on two nodes is one', async () => {
    const [a, b] = await settled();
    await Promise.all([a, b, a, b].map(({ rotate }) => rotate.execute()));
    expect(await states()).toEqual({ retiring: 1, current: 1, published: 1 });
    const events = [...a.outbox.events, ...b.outbox.events].map(({ name }) => name);
    expect(events.filter((name) => name === 'signing-key.superseded')).toHaveLength(1);
  });

  it('by schedule on two nodes at once is one', async () => {
    const [a, b] = await settled();
    clock.advance({ days: 90 });
    await Promise.all([a, b, a, b].map(({ maintain }) => maintain.execute()));
    expect(await states()).toMatchObject({ retiring: 1, current: 1 });
  });

  it('is heard on every node: all sign with the new key, all verify with both', async () => {
    const [a, b] = await settled();
    const old = await b.tokens.sign(CLAIMS);
    await a.rotate.execute();
    await withinASecond(async () => expect((await b.keys.current()).id).toBe((await a.keys.current()).id));
    expect(kidOf(await b.tokens.sign(CLAIMS))).not.toBe(kidOf(old));
    for (const { tokens } of [a, b]) expect(await tokens.verify(old)).toMatchObject(CLAIMS);
    clock.advance({ seconds: RETIRING_SECONDS });
    await b.maintain.execute();
    await withinASecond(async () => expect(await kidsOf(a)).not.toContain(kidOf(old)));
    expect(await kidsOf(b)).toEqual(await kidsOf(a));
  });

  it('that fails half-way has not happened', async () => {
    const [a, b] = await settled();
    const before = await kidsOf(a);
    vi.spyOn(a.outbox, 'publish').mockRejectedValueOnce(new Error('no'));
    await expect(a.rotate.execute()).rejects.toThrow('no');
    expect(await states()).toEqual({ current: 1, published: 1 });
    expect([await kidsOf(a), await kidsOf(b)]).toEqual([before, before]);
  });

  it('the database itself allows one current key, one next, and no private half longer than needed', async () => {
    await settled();
    await expect(database.query(`UPDATE signing_keys SET state = 'current'`)).rejects.toThrow('one_current');
    await expect(database.query(`UPDATE signing_keys SET state = 'published'`)).rejects.toThrow(
      'one_standby',
    );
    await expect(database.query(`UPDATE signing_keys SET state = 'retired'`)).rejects.toThrow(
      'private_while_needed',
    );
  });
});

describe('a withdrawal', () => {
  it('is at once here, also for tokens that were seen before; the next key signs', async () => {
    const [a] = await settled();
    const token = await a.tokens.sign(CLAIMS);
    expect(await a.tokens.verify(token)).not.toBeNull();
    await a.withdraw.execute(kidOf(token));
    expect(await a.tokens.verify(token)).toBeNull();
    expect(await kidsOf(a)).not.toContain(kidOf(token));
    const next = await a.tokens.sign(CLAIMS);
    expect(await a.tokens.verify(next)).toMatchObject(CLAIMS);
  });

  it('is heard elsewhere within a second', async () => {
    const [a, b] = await settled();
    const token = await a.tokens.sign(CLAIMS);
    expect(await b.tokens.verify(token)).not.toBeNull();
    await a.withdraw.execute(kidOf(token));
    await withinASecond(async () => expect(await b.tokens.verify(token)).toBeNull());
    expect(await kidsOf(b)).not.toContain(kidOf(token));
  });

  it('holds a second later on a node that hears nothing', async () => {
    const [a, b] = await settled();
    const token = await a.tokens.sign(CLAIMS);
    expect(await b.tokens.verify(token)).not.toBeNull();
    deafen(b);
    await a.withdraw.execute(kidOf(token));
    letPass(1000);
    expect(await b.tokens.verify(token)).toBeNull();
    expect(await kidsOf(b)).not.toContain(kidOf(token));
    expect(kidOf(await b.tokens.sign(CLAIMS))).not.toBe(kidOf(token));
  });

  it('of the only key leaves a new one, which others take from whoever hears of it', async () => {
    const [a, b] = [await start(), await start()];
    await a.withdraw.execute((await a.keys.current()).id);
    const token = await a.tokens.sign(CLAIMS);
    await withinASecond(async () => expect(await b.tokens.verify(token)).toMatchObject(CLAIMS));
  });

  it('by both nodes at once ends with one key that signs', async () => {
    const [a, b] = await settled();
    const { id } = await a.keys.current();
    await Promise.all([a, b, a, b].map(({ withdraw }) => withdraw.execute(id)));
    expect(await states()).toMatchObject({ withdrawn: 1, current: 1 });
  });
});

describe('tokens with key ids that nobody has heard of', () => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const invented = (n: number) =>
    `${encode({ alg: 'ES256', typ: 'at+jwt', kid: `kid-${String(n)}` })}.${encode(CLAIMS)}.AAAA`;

  async function flood({ tokens }: KeyNode): Promise<void> {
    const many = Array.from({ length: 2000 }, (_, n) => Promise.resolve(tokens.verify(invented(n))));
    expect(new Set(await Promise.all(many))).toEqual(new Set([null]));
  }

  it('make a node read nothing', async () => {
    const node = await start();
    await node.tokens.sign(CLAIMS);
    await expect.poll(() => node.bus.healthy).toBe(true);
    await node.keys.published();
    const before = await node.statements();
    await flood(node);
    expect(await node.statements()).toBe(before);
  });

  it('make it read nothing either when it does not believe what it knows', async () => {
    const node = await start();
    await node.tokens.sign(CLAIMS);
    node.keys.beforeApplicationShutdown(); // what it reads by itself would count
    deafen(node);
    await node.keys.published(); // after whatever it was just reading
    letPass(60_000);
    const before = await node.statements();
    await flood(node);
    expect(await node.statements()).toBe(before);
  });
});

describe('while the database is away', () => {
  it('the keys known last are still published; tokens are neither issued nor believed', async () => {
    const [a] = await settled();
    const token = await a.tokens.sign(CLAIMS);
    const known = await kidsOf(a);
    deafen(a);
    vi.spyOn(a.repository, 'inUse').mockRejectedValue(new Error('away'));
    letPass(1000);
    expect(await kidsOf(a)).toEqual(known);
    await expect(a.tokens.verify(token)).rejects.toThrow('away');
    await expect(a.tokens.sign(CLAIMS)).rejects.toThrow('away');
  });
});
