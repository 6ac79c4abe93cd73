import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../support/client.js';
import type { Node } from '../support/node.js';
import {
  browserOf,
  hashesOf,
  OTHER_PASSWORD,
  PASSWORD,
  signUp,
  someone,
  startService,
  type Person,
} from './journey.js';

let node: Node;
let person: Person;
let browser: Client;
beforeAll(async () => {
  node = await startService();
  person = await signUp(node);
  browser = await browserOf(node, person);
});

/** Every route that takes a body, with one that is well-formed. */
const BODIES: readonly (readonly [method: string, path: string, body: Readonly<Record<string, unknown>>])[] =
  [
    [
      'POST',
      'auth/register',
      { email: 'x@example.com', password: PASSWORD, name: 'X', tenantName: 'T', locale: 'en' },
    ],
    ['POST', 'auth/email/verify', { token: 'A'.repeat(43) }],
    ['POST', 'auth/email/resend', { email: 'x@example.com' }],
    [
      'POST',
      'auth/login',
      { email: 'x@example.com', password: PASSWORD, tenant: 't', rememberMe: true, transport: 'token' },
    ],
    ['POST', 'auth/token/refresh', { refreshToken: `sr_${'A'.repeat(105)}` }],
    ['POST', 'auth/password/forgot', { email: 'x@example.com' }],
    ['POST', 'auth/password/reset', { token: 'A'.repeat(43), password: OTHER_PASSWORD }],
    [
      'POST',
      'auth/password/change',
      { currentPassword: 'wrong', newPassword: OTHER_PASSWORD, keepOtherSessions: true },
    ],
    ['POST', 'auth/step-up', { method: 'password', password: 'wrong' }],
    ['PATCH', 'me', { name: 'X', bio: 'x', avatarUrl: 'https://x.example/', locale: 'en' }],
    ['POST', 'me/email', { newEmail: 'y@example.com' }],
  ];
const FIELDS = BODIES.flatMap(([method, path, body]) =>
  Object.keys(body).map((field) => [`${method} ${path}`, field, { method, path, body }] as const),
);

/** JSON texts that no field of the API may take. */
const NEVER: Readonly<Record<string, string>> = {
  NUL: '"a\\u0000b"',
  'a lone surrogate': '"a\\ud800b"',
  'an operator': '{"$gt":""}',
  'a list of operators': '[{"$ne":null}]',
  'a prototype': '{"__proto__":{"length":43}}',
  'a hundred KB': `"${'a'.repeat(100_000)}"`,
  'a hundred KB of address': `"${'a@'.repeat(50_000)}"`,
  'a hundred KB of space': `"${' '.repeat(100_000)}"`,
  infinity: '1e999',
};
/** JSON texts that some fields take; none of them may break anything. */
const UNUSUAL = ['null', '""', '[]', '{}', '0', '-1.5e300', '"__proto__"', '"\\u202e\\u0007\\ufffe"', '"🦜"'];

const sendRaw = (client: Client, { method, path }: { method: string; path: string }, json: string) =>
  client.send<{ code?: string }>(method, `/api/v1/${path}`, json, {
    headers: { 'content-type': 'application/json' },
  });

/** @param json spliced in as it is: JSON.stringify would repair what is to be wrong */
const bodyWith = (body: object, field: string, json: string) =>
  JSON.stringify({ ...body, [field]: '@here@' }).replace('"@here@"', () => json);

describe('every field of every body', () => {
  it.each(FIELDS)('%s %s refuses what is no text, and nothing breaks it', async (_, field, route) => {
    const before = await hashesOf(node);
    for (const [kind, json] of Object.entries(NEVER)) {
      const { status } = await sendRaw(browser, route, bodyWith(route.body, field, json));
      expect([kind, status]).toEqual([kind, 400]);
    }
    expect(await hashesOf(node)).toBe(before);
    for (const json of UNUSUAL) {
      const { status } = await sendRaw(browser, route, bodyWith(route.body, field, json));
      expect([json, status < 500]).toEqual([json, true]);
    }
    browser = await browserOf(node, person);
  });

  it.each(BODIES)('%s %s takes no other, however it is called', async (method, path, body) => {
    const route = { method, path };
    const inner = JSON.stringify(body).slice(1, -1);
    for (const extra of ['"x":1', '"__proto__":{"admin":true}', '"constructor":{"prototype":{"admin":true}}'])
      expect((await sendRaw(browser, route, `{${inner},${extra}}`)).status).toBe(400);
    for (const json of ['[]', 'null', '"x"', '1', '{', `[${JSON.stringify(body)}]`, '{"a":'.repeat(5000)])
      expect((await sendRaw(browser, route, json)).status).toBe(400);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});

describe('a password', () => {
  it('of a megabyte is refused before anybody hashes it', async () => {
    const before = await hashesOf(node);
    const { email } = person;
    const login = (length: number) =>
      node.client().post('/api/v1/auth/login', { email, password: 'p'.repeat(length) });
    expect((await login(1_000_000)).status).toBe(413);
    expect((await login(200_000)).status).toBe(400);
    expect((await login(1025)).status).toBe(400);
    expect(await hashesOf(node)).toBe(before);
  });

  it('is one password, however its accents are encoded; and all of its length counts', async () => {
    const accented = await signUp(node, someone('Fröhliche Ähren blühen spät'.normalize('NFD')));
    await browserOf(node, { ...accented, password: accented.password.normalize('NFC') });
    const long = await signUp(node, someone(`${'plum kettle harbour '.repeat(12)} 42`));
    await browserOf(node, long);
    const shorter = { ...long, password: long.password.slice(0, -1) };
    expect((await node.client().post('/api/v1/auth/login', shorter)).status).toBe(401);
  });
});

describe('an address', () => {
  it.each([
    'a\uA7CB@example.com',
    'İstanbul@example.com',
    'STRASSE\u1E9E@example.com',
    'x@xn--nxasmq6b.example',
    'x@[127.0.0.1]',
    "o'brien+tag@example.com",
    `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(57)}.example`,
    'two@a.example,three@b.example',
    'x@example.com\r\nBcc: y@example.com',
    '<x@example.com>',
    'x@example.com>, <y@example.com',
  ])('%j is taken or refused, everywhere alike', async (email) => {
    const ask = async (path: string, more = {}) =>
      (await node.client().post(`/api/v1/auth/${path}`, { email, ...more })).status;
    const registered = await ask('register', { password: PASSWORD, name: 'X' });
    expect([202, 400]).toContain(registered);
    expect([await ask('password/forgot'), await ask('email/resend')]).toEqual([registered, registered]);
    expect([401, 403, 400]).toContain(await ask('login', { password: PASSWORD }));
  });
});
