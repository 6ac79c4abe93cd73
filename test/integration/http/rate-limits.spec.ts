import { describe, expect, it, vi } from 'vitest';
import { Client, type Answer } from '../../support/client.js';
import { redisInstalled, startRedis } from '../../support/redis.js';
import { startScratch, type Scratch } from './scratch-app.js';

const PROXY = { TRUSTED_PROXIES: '127.0.0.0/8' };

const post = (scratch: Scratch, path: string, body: unknown, from?: string) =>
  new Client(scratch.url).post(`/api/v1/${path}`, body, {
    headers: from === undefined ? {} : { 'x-forwarded-for': from },
  });
const statuses = (answers: Answer<unknown>[]) => answers.map(({ status }) => status);

async function inTurn(count: number, send: (index: number) => Promise<Answer<unknown>>): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < count; index++) found.push((await send(index)).status);
  return found;
}

describe('a limit', () => {
  it('refuses what is too much, says when to come back and how much is left', async () => {
    const scratch = await startScratch();
    const first = await post(scratch, 'login', {});
    expect(first.headers.get('ratelimit-policy')).toBe('"login";q=5;w=60');
    expect(first.headers.get('ratelimit')).toBe('"login";r=4;t=60');
    await inTurn(4, () => post(scratch, 'login', {}));
    const { status, headers, body } = await post(scratch, 'login', {});
    expect({ status, code: body.code }).toEqual({ status: 429, code: 'request.rate-limited' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(headers.get('ratelimit')).toMatch(/^"login";r=0;t=\d+$/);
  });

  it('holds against many at once', async () => {
    const scratch = await startScratch();
    const answers = await Promise.all(Array.from({ length: 200 }, () => post(scratch, 'login', {})));
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(5);
  });

  it('cannot be escaped by spelling the path otherwise', async () => {
    const scratch = await startScratch();
    await inTurn(5, () => post(scratch, 'login', {}));
    for (const path of ['login?x=1', 'login#', '%6cogin', 'l%6Fgin'])
      expect((await post(scratch, path, {})).status).toBe(429);
    for (const path of ['login/', 'LOGIN', '/login', 'login%2f'])
      expect((await post(scratch, path, {})).status).toBe(404);
  });

  it('of an account counts the address that is asked for, however it is spelt, and also who asks', async () => {
    const scratch = await startScratch({ environment: PROXY });
    const spellings = ['Ann@example.com', ' ann@example.com', 'ANN@EXAMPLE.COM'];
    const forgot = (email: unknown, from: string) => post(scratch, 'forgot', { email }, from);
    expect(await inTurn(3, (index) => forgot(spellings[index], `192.0.2.${String(index)}`))).toEqual([
      202, 202, 202,
    ]);
    expect((await forgot('ann@example.com', '192.0.2.9')).status).toBe(429);
    expect((await forgot('bob@example.com', '192.0.2.9')).status).toBe(202);
    const spread = await inTurn(25, (index) => forgot(`user${String(index)}@example.com`, '198.51.100.1'));
    expect(spread.filter((status) => status === 202)).toHaveLength(20);
    for (const odd of [['ann@example.com'], { $ne: 1 }, 1, null])
      expect((await forgot(odd, '203.0.113.1')).status).toBeLessThan(500);
  });

  it('of signed-in people is per user, and wider for their tokens', async () => {
    const scratch = await startScratch({ environment: { RATE_LIMIT_FACTOR: '0.1' } });
    const me = (token: string) =>
      new Client(scratch.url).get('/api/v1/me', { headers: { authorization: `Bearer ${token}` } });
    expect((await me('u1')).headers.get('ratelimit-policy')).toBe('"api";q=10;w=60');
    expect(await inTurn(10, () => me('u1'))).toEqual([...Array<number>(9).fill(200), 429]);
    expect((await me('u2')).status).toBe(200);
    expect((await me('pat_u1')).headers.get('ratelimit-policy')).toBe('"api-token";q=60;w=60');
  });

  it('is not there when switched off, nor for health checks', async () => {
    const scratch = await startScratch({ environment: { RATE_LIMITS: 'off' } });
    expect(new Set(await inTurn(20, () => post(scratch, 'login', {})))).toEqual(new Set([200]));
    const health = await new Client((await startScratch()).url).get('/health');
    expect(health.headers.get('ratelimit')).toBeNull();
  });
});

describe('credentials that open nothing', () => {
  const environment = { ...PROXY, RATE_LIMIT_FACTOR: '0.1' };
  const show = async (scratch: Scratch, credential: string, from = '192.0.2.1') =>
    new Client(scratch.url).get('/api/v1/me', {
      headers: { authorization: credential, 'x-forwarded-for': from },
    });
  const times = (count: number, status: number) => Array<number>(count).fill(status);

  it('are limited by address, those that can be read and those that cannot', async () => {
    const scratch = await startScratch({ environment });
    const odd = ['Bearer bad', 'Basic YTpi', 'Bearer', 'nothing'];
    const found = await inTurn(12, (index) => show(scratch, odd[index % 4]!));
    expect(found).toEqual([...times(10, 401), 429, 429]);
    const { headers, body } = await show(scratch, 'Bearer bad');
    expect(body.code).toBe('request.rate-limited');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await show(scratch, 'Bearer bad', '192.0.2.2')).status).toBe(401);
    expect((await new Client(scratch.url).get('/api/v1/me')).status).toBe(401);
  });

  it('do not stop those that open something, unless it is a flood', async () => {
    const scratch = await startScratch({ environment });
    await inTurn(100, () => show(scratch, 'Bearer bad'));
    expect((await show(scratch, 'Bearer u1')).status).toBe(200);
    await show(scratch, 'Bearer bad');
    expect((await show(scratch, 'Bearer u1')).status).toBe(429);
    expect((await show(scratch, 'Bearer u1', '192.0.2.2')).status).toBe(200);
  });

  it('are not counted where limits are off', async () => {
    const scratch = await startScratch({ environment: { RATE_LIMITS: 'off' } });
    expect(new Set(await inTurn(120, () => show(scratch, 'Bearer bad')))).toEqual(new Set([401]));
  });
});

describe('the address that is counted', () => {
  const ipOf = async (scratch: Scratch, forwarded: string) =>
    (await new Client(scratch.url).get('/api/v1/facts', { headers: { 'x-forwarded-for': forwarded } })).body
      .ip;

  it('is never what a caller writes when no proxy is trusted', async () => {
    const scratch = await startScratch();
    expect(await ipOf(scratch, '203.0.113.7')).toMatch(/^127\.0\.0\.1$|^::1$/);
    const found = await inTurn(6, (index) => post(scratch, 'login', {}, `203.0.113.${String(index)}`));
    expect(found).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('is the one that the trusted proxy saw, not one further left', async () => {
    const scratch = await startScratch({ environment: PROXY });
    expect(await ipOf(scratch, '203.0.113.7')).toBe('203.0.113.7');
    expect(await ipOf(scratch, '198.51.100.1, 203.0.113.7, 127.0.0.1')).toBe('203.0.113.7');
    expect(await ipOf(scratch, '::ffff:203.0.113.7')).toBe('203.0.113.7');
    expect(await ipOf(scratch, '2001:DB8:0:0::1')).toBe('2001:db8::1');
  });

  it('is the proxy itself when what it passes on cannot be read', async () => {
    const scratch = await startScratch({ environment: PROXY });
    for (const garbage of ['garbage', '1.2.3.4.5', '0x7f.1', "'; drop", '1.2.3.4:80', 'fe80::1%eth0%x'])
      expect(await ipOf(scratch, garbage)).toMatch(/^127\.0\.0\.1$|^::1$|^fe80::1$/);
    const found = await inTurn(6, (index) => post(scratch, 'login', {}, `garbage${String(index)}`));
    expect(found).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('is the /64 of an IPv6 subscriber', async () => {
    const scratch = await startScratch({ environment: PROXY });
    const one = await inTurn(6, (index) =>
      post(scratch, 'login', {}, `2001:db8:1:2:${String(index)}::${String(index)}`),
    );
    expect(one).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await post(scratch, 'login', {}, '2001:db8:1:3::1')).status).toBe(200);
    const mapped = ['203.0.113.9', '::ffff:203.0.113.9', '::ffff:cb00:7109'];
    const found = await inTurn(6, (index) => post(scratch, 'login', {}, mapped[index % 3]));
    expect(found).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('needs networks that are networks', async () => {
    for (const TRUSTED_PROXIES of ['yes', '1', '10.0.0.0/33'])
      await expect(startScratch({ environment: { TRUSTED_PROXIES } }).then(() => 'started')).rejects.toThrow(
        /TRUSTED_PROXIES/,
      );
  });
});

describe.skipIf(!redisInstalled)('with Redis', () => {
  it('credentials that open nothing are counted for all nodes, and without Redis twice', async () => {
    const redis = await startRedis();
    const environment = { REDIS_URL: redis.url, RATE_LIMIT_FACTOR: '0.1', ...PROXY };
    const nodes = await Promise.all([startScratch({ environment }), startScratch({ environment })]);
    await bothReady(nodes);
    const bad = (from: string) => (index: number) =>
      new Client(nodes[index % 2]!.url).get('/api/v1/me', {
        headers: { authorization: 'Bearer bad', 'x-forwarded-for': from },
      });
    expect((await inTurn(12, bad('192.0.2.1'))).filter((status) => status === 401)).toHaveLength(10);
    await redis.kill();
    expect((await inTurn(16, bad('192.0.2.2'))).filter((status) => status === 401)).toHaveLength(10);
  });

  it('nodes share one count', async () => {
    const redis = await startRedis();
    const environment = { REDIS_URL: redis.url };
    const nodes = await Promise.all([startScratch({ environment }), startScratch({ environment })]);
    await bothReady(nodes);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => post(nodes[index % 2]!, 'login', {})),
    );
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(5);
  });

  it('a killed, hung or wiped Redis makes limits stricter, never looser, and nothing slow', async () => {
    const redis = await startRedis();
    const scratch = await startScratch({ environment: { REDIS_URL: redis.url, ...PROXY } });
    await bothReady([scratch]);
    const from = (address: string) => (count: number) =>
      inTurn(count, () => post(scratch, 'login', {}, address));

    expect(await from('192.0.2.1')(4)).toEqual([200, 200, 200, 200]);
    await redis.wipe();
    expect(await from('192.0.2.1')(2)).toEqual([200, 429]);

    expect(await from('192.0.2.2')(3)).toEqual([200, 200, 200]);
    redis.hang();
    expect(await from('192.0.2.2')(2)).toEqual([200, 429]);
    redis.resume();

    await redis.kill();
    expect(await from('192.0.2.3')(4)).toEqual([200, 200, 429, 429]);
  });
});

async function bothReady(nodes: readonly Scratch[]): Promise<void> {
  for (const { url } of nodes)
    await vi.waitFor(
      async () => {
        const { body } = await new Client(url).get<{ components: { redis: { status: string } } }>('/health');
        expect(body.components.redis.status).toBe('up');
      },
      { timeout: 10_000, interval: 200 },
    );
}
