import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Json } from '../support/client.js';
import { FakeClock } from '../support/fakes.js';
import type { Node } from '../support/node.js';
import { hashesOf, PASSWORD, register, signUp, someone, startService } from './journey.js';

/** What a stranger may not tell apart. */
const STATES: Readonly<Record<string, (node: Node) => Promise<string>>> = {
  unknown: async () => someone().email,
  known: async (node) => (await signUp(node)).email,
  unverified: async (node) => {
    const person = someone();
    await register(node, person);
    return person.email;
  },
  contested: async (node) => {
    const person = someone();
    await register(node, person);
    await register(node, person);
    return person.email;
  },
  disabled: async (node) => {
    const { email } = await signUp(node);
    await node.database.query(`UPDATE users SET disabled_at = now() WHERE email = $1`, [email]);
    return email;
  },
  locked: async (node) => {
    const { email } = await signUp(node);
    await node.database.query(`UPDATE users SET locked_until = now() + interval '1 hour' WHERE email = $1`, [
      email,
    ]);
    return email;
  },
};

let node: Node;
beforeAll(async () => {
  // Time stands still, so that Retry-After is the same for all.
  node = await startService({ clock: new FakeClock(new Date()) });
});

/** All of an answer but what differs from request to request anyway. */
function seen({ status, headers, body }: Answer<Json>) {
  const rest = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
  return { status, headers: rest, body: typeof body === 'object' ? { ...body, requestId: '' } : body };
}

async function everybodySees(ask: (email: string) => Promise<unknown>): Promise<void> {
  const views: unknown[] = [];
  for (const [state, arrange] of Object.entries(STATES)) {
    views.push({ state, view: await ask(await arrange(node)) });
    expect(views.at(-1)).toEqual({ state, view: (views[0] as { view: unknown }).view });
  }
}

const post = (path: string, body: object) => node.client().post(`/api/v1/auth/${path}`, body);

describe('whether an address has an account', () => {
  it('is not seen from wrong passwords, however many, and each costs one hash', () =>
    everybodySees(async (email) => {
      const views: unknown[] = [];
      for (let guess = 0; guess < 7; guess++) {
        const before = await hashesOf(node);
        const answer = await post('login', { email, password: `not the right one ${String(guess)}` });
        views.push({ ...seen(answer), hashes: (await hashesOf(node)) - before });
      }
      expect(views.map((view) => (view as { hashes: number }).hashes)).toEqual([1, 1, 1, 1, 1, 0, 0]);
      return views;
    }));

  it('is not seen from registering', () =>
    everybodySees(async (email) => {
      const before = await hashesOf(node);
      const answer = await register(node, { email, password: 'something else 4711 xq' });
      expect((await hashesOf(node)) - before).toBe(1);
      return seen(answer);
    }));

  it('is not seen from registering with a password that is refused', () =>
    everybodySees(async (email) => seen(await register(node, { email, password: 'password12345678' }))));

  it('is not seen from asking for a reset or a verification link', async () => {
    await everybodySees(async (email) => seen(await post('password/forgot', { email })));
    await everybodySees(async (email) => seen(await post('email/resend', { email })));
  });

  it('is not told of a disabled account even to who knows the password', async () => {
    const email = await STATES['disabled']!(node);
    const right = await post('login', { email, password: PASSWORD });
    const wrong = await post('login', { email: someone().email, password: PASSWORD });
    expect(seen(right)).toEqual(seen(wrong));
  });
});
