import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../support/client.js';
import { browserOf, signUp, startService, type ProblemJson, type UserJson } from './journey.js';

let browser: Client;
beforeAll(async () => {
  const node = await startService();
  browser = await browserOf(node, await signUp(node));
});

const change = (body: unknown) => browser.patch<UserJson & ProblemJson>('/api/v1/me', body);

describe('the profile', () => {
  it('keeps simple markup and nothing that can act', async () => {
    const { status, body } = await change({
      name: 'Robin <script>alert(1)</script><b>Roe</b> & Co',
      bio: '<b>Bridges</b> <img src=x onerror=alert(1)><a href="javascript:alert(1)">a</a><a href="https://b.example" onclick="x()">b</a>',
    });
    expect(status).toBe(200);
    expect(body.name).toBe('Robin Roe & Co');
    expect(body.bio).toMatch(/^<b>Bridges<\/b> <a rel="nofollow[^"]*">a<\/a><a href="https:\/\/b\.example"/);
    expect(body.bio).not.toMatch(/script|onerror|onclick|img/);
    expect((await browser.get('/api/v1/me')).body).toEqual(body);
  });

  it('leaves out what was left out, and empties what is null', async () => {
    await change({ name: 'Robin', bio: 'here', avatarUrl: 'https://example.com/r.png' });
    expect((await change({ bio: null })).body).toMatchObject({
      name: 'Robin',
      bio: null,
      avatarUrl: 'https://example.com/r.png',
    });
    expect((await change({})).status).toBe(200);
  });

  it.each([
    ['name', null],
    ['name', ''],
    ['name', '<b></b>'],
    ['name', 'x'.repeat(101)],
    ['bio', 'x'.repeat(2001)],
    ['bio', ['<b>']],
    ['avatarUrl', 'javascript:alert(1)'],
    ['avatarUrl', 'data:image/png;base64,AAAA'],
    ['locale', 'not a locale'],
    ['email', 'other@example.com'],
    ['status', 'active'],
    ['mfaEnabled', true],
  ])('refuses %s = %j', async (path, value) => {
    const { status, body } = await change({ [path]: value });
    expect(status).toBe(400);
    expect(new Set(body.errors?.map((error) => error.path))).toEqual(new Set([path]));
  });

  it.each([
    [200, 'name', '<'.repeat(50)],
    [400, 'name', '<'.repeat(100)],
    [400, 'name', '&<>"'.repeat(25)],
    [200, 'bio', '<'.repeat(1000)],
    [400, 'bio', '<'.repeat(2000)],
    [400, 'bio', '<a href="https://x.example">y</a>'.repeat(60)],
    [400, 'avatarUrl', 'HTTPS://Example.com/r.png'],
    [200, 'name', '🦜'.repeat(100)],
  ])('answers %i where %s grows when it is escaped', async (expected, path, value) => {
    const { status, body } = await change({ [path]: value });
    expect([status, body.errors?.[0]?.path]).toEqual([expected, expected === 400 ? path : undefined]);
  });
});
