import { describe, expect, it } from 'vitest';
import { redisInstalled, startRedis } from '../support/redis.js';
import { withinASecond } from '../support/soon.js';
import { browserOf, logIn, signUp, startCluster, statusOf } from './journey.js';

/** Of the login limit: four times five in a minute. */
const FACTOR = 4;
const ALLOWED = 20;

describe.skipIf(!redisInstalled)('when Redis is killed', () => {
  it('people still sign in, sessions still end everywhere, and limits are no looser', async () => {
    const redis = await startRedis();
    const env = { REDIS_URL: redis.url, RATE_LIMITS: 'on', RATE_LIMIT_FACTOR: String(FACTOR) };
    const [here, there] = await startCluster({ env });
    const person = await signUp(here);
    const before = [await browserOf(here, person), await browserOf(there, person)];
    await redis.kill();

    const browser = await browserOf(here, person);
    for (const client of [...before, browser]) {
      expect(await statusOf(client)).toBe(200);
      expect(await statusOf(client.at(there.url))).toBe(200);
    }
    expect((await browser.post('/api/v1/auth/logout')).status).toBe(204);
    await withinASecond(async () => expect(await statusOf(browser.at(there.url))).toBe(401));

    let signedIn = 3;
    for (const node of [here, there])
      while ((await logIn(node.client(), person)).status === 200) signedIn += 1;
    expect(signedIn).toBeGreaterThan(3);
    expect(signedIn).toBeLessThanOrEqual(ALLOWED);

    await redis.start();
    expect(await statusOf(before[0]!)).toBe(200);
  });
});
