import { beforeAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../support/fakes.js';
import { mailbox } from '../support/mailbox.js';
import type { Node } from '../support/node.js';
import {
  browserOf,
  hashesOf,
  logIn,
  OTHER_PASSWORD,
  resetToken,
  signUp,
  startCluster,
  type Person,
} from './journey.js';

const clock = new FakeClock(new Date());
let nodes: Node[];
beforeAll(async () => {
  nodes = await startCluster({ clock, env: { TRUSTED_PROXIES: '127.0.0.1/32' } });
});

/** Wrong passwords from these addresses, all at once over both nodes. */
async function attack(person: Person, addresses: readonly string[]) {
  const before = await hashes();
  const answers = await Promise.all(
    addresses.map((address, index) => {
      const client = nodes[index % nodes.length]!.client();
      client.headers['x-forwarded-for'] = address;
      return logIn(client, { ...person, password: `guess number ${String(index)}` });
    }),
  );
  return { answers, hashes: (await hashes()) - before };
}

async function hashes(): Promise<number> {
  const counts = await Promise.all(nodes.map((node) => hashesOf(node)));
  return counts.reduce((sum, count) => sum + count, 0);
}

const from = (count: number, address: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => address(index));

describe('two hundred guesses at once', () => {
  it('from one address get five tries; the others learn when to come back', async () => {
    const person = await signUp(nodes[0]!);
    const attacked = await attack(
      person,
      from(200, () => '203.0.113.7'),
    );
    expect(attacked.hashes).toBe(5);
    const statuses = attacked.answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(195);
    for (const { status, headers, body } of attacked.answers) {
      if (status !== 429) continue;
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(body).toMatchObject({ code: 'auth.too-many-attempts' });
    }
  });

  it('from one IPv6 subscriber get five as well', async () => {
    const person = await signUp(nodes[0]!);
    const addresses = from(60, (index) => `2001:db8:1:2::${index.toString(16)}:${index.toString(16)}`);
    expect((await attack(person, addresses)).hashes).toBe(5);
  });

  it('from two hundred addresses get ten', async () => {
    const person = await signUp(nodes[0]!);
    expect(
      (
        await attack(
          person,
          from(200, (index) => `198.51.100.${String(index)}`),
        )
      ).hashes,
    ).toBe(10);
  });

  it('do not keep the owner out: guesses that never got a try lock nothing', async () => {
    const person = await signUp(nodes[0]!);
    await attack(
      person,
      from(200, () => '203.0.113.8'),
    );
    clock.advance({ minutes: 1 });
    await browserOf(nodes[0]!, person);
  });
});

describe('guesses that go on for ten minutes', () => {
  it('lock unknown devices, and not the owner: a known browser gets in, and so does a reset', async () => {
    const person = await signUp(nodes[0]!);
    const home = await browserOf(nodes[0]!, person);
    await home.post('/api/v1/auth/logout');
    for (let minute = 0; minute < 11; minute++) {
      await attack(
        person,
        from(12, (index) => `198.51.100.${String(index)}`),
      );
      clock.advance({ minutes: 1 });
    }
    const mail = await mailbox(nodes[0]!, person.email).find(/too many failed/i);
    expect(mail.links.join()).not.toContain('token');

    expect((await logIn(nodes[1]!.client(), person)).status).toBe(429);
    expect((await logIn(home, person)).status).toBe(200);
    expect((await logIn(home.at(nodes[1]!.url), person)).status).toBe(200);

    const body = { token: await resetToken(nodes[0]!, person), password: OTHER_PASSWORD };
    expect((await nodes[1]!.client().post('/api/v1/auth/password/reset', body)).status).toBe(204);
    await browserOf(nodes[0]!, { ...person, password: OTHER_PASSWORD });
    const locks = (await mailbox(nodes[0]!, person.email).all()).filter(({ subject }) =>
      /too many failed/i.test(subject),
    );
    expect(locks).toHaveLength(1);
  });
});

describe('limits', () => {
  it('are over when the time that was named has passed', async () => {
    const person = await signUp(nodes[0]!);
    const { answers } = await attack(
      person,
      from(8, () => '203.0.113.9'),
    );
    const wait = Number(answers.find(({ status }) => status === 429)?.headers.get('retry-after'));
    clock.advance({ seconds: wait });
    await browserOf(nodes[0]!, person);
  });
});

describe('a device that is known', () => {
  it('has ten tries of its own, and is known to its owner only', async () => {
    const [person, victim] = [await signUp(nodes[0]!), await signUp(nodes[0]!)];
    const device = await browserOf(nodes[0]!, person);
    const tries = async (target: Person) => {
      const statuses: number[] = [];
      for (let guess = 0; guess < 11; guess++)
        statuses.push((await logIn(device, { ...target, password: 'wrong' })).status);
      return statuses.filter((status) => status === 401).length;
    };
    expect(await tries(person)).toBe(10);
    expect(await tries(victim)).toBe(5);
  });
});
