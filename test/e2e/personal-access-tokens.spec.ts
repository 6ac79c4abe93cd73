import { beforeAll, describe, expect, it, vi } from 'vitest';
import { DisableUser, SHARED_DIRECTORY_ID } from '../../src/modules/identity/index.js';
import { JobRunner } from '../../src/platform/jobs/job-runner.js';
import { KeyUses } from '../../src/modules/tokens/infra/key-uses.js';
import { FakeClock } from '../support/fakes.js';
import { mailbox } from '../support/mailbox.js';
import { addUser } from '../support/users.js';
import type { Node } from '../support/node.js';
import { withinASecond } from '../support/soon.js';
import {
  browserOf,
  OTHER_PASSWORD,
  PASSWORD,
  resetToken,
  signUp,
  startCluster,
  statusOf,
  type PageJson,
  type ProblemJson,
} from './journey.js';
import { setPolicy } from './tenancy/policy-journey.js';
import { makeToken, ownerOf, programWith, type TokenJson } from './tenants.js';

const TOKENS = '/api/v1/tokens';
const GUARDED = '/api/v1/service-accounts';

const clock = new FakeClock(new Date());
let here: Node;
let there: Node;
beforeAll(async () => {
  [here, there] = await startCluster({ clock });
});

describe('a personal access token', () => {
  it('is shown once, and listed masked', async () => {
    const { browser } = await ownerOf(here);
    const made = await makeToken(browser, { expiresAt: '2099-01-01T00:00:00Z' });
    expect(made).toMatchObject({
      token: expect.stringMatching(/^pat_[\w-]{43}[0-9a-z]{7}$/) as string,
      display: `${made.token.slice(0, 7)}…${made.token.slice(-3)}`,
      scopes: ['service-account:manage'],
      expiresAt: '2099-01-01T00:00:00.000Z',
    });
    const { body } = await browser.get<PageJson<TokenJson>>(TOKENS);
    expect(body.items).toEqual([
      expect.objectContaining({ id: made.id, name: 'A program', lastUsedAt: null, lastUsedIp: null }),
    ]);
    expect(JSON.stringify(body)).not.toContain(made.token);
  });

  it('opens what its scopes say, on every node, and says whose it is', async () => {
    const { browser, userId } = await ownerOf(here);
    const { token } = await makeToken(browser);
    for (const node of [here, there]) {
      const program = programWith(node, token);
      expect(await statusOf(program, GUARDED)).toBe(200);
      expect((await program.get('/api/v1/me')).body).toMatchObject({ id: userId });
    }
  });

  it('does not open what is beyond its scopes: 403, while a wrong one is 401', async () => {
    const { browser } = await ownerOf(here);
    const { token } = await makeToken(browser, { scopes: ['token:introspect'] });
    const refused = await programWith(here, token).get<ProblemJson>(GUARDED);
    expect(refused).toMatchObject({ status: 403, body: { code: 'authz.permission-denied' } });
    const wrong = await programWith(here, `${token.slice(0, -1)}!`).get<ProblemJson>(GUARDED);
    expect(wrong).toMatchObject({ status: 401, body: { code: 'auth.invalid-credential' } });
    expect(wrong.headers.get('www-authenticate')).toContain('invalid_token');
  });

  it('cannot do what is for people: make tokens, read sessions, change the password', async () => {
    const { browser } = await ownerOf(here);
    const program = programWith(here, (await makeToken(browser)).token);
    const wish = { name: 'wider', scopes: ['token:introspect'] };
    expect((await program.post(TOKENS, wish)).status).toBe(403);
    for (const path of [TOKENS, '/api/v1/sessions', '/api/v1/sessions/current', '/api/v1/tenants'])
      expect(await statusOf(program, path), path).toBe(403);
    const change = { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD };
    expect((await program.post('/api/v1/auth/password/change', change)).status).toBe(403);
    expect((await program.patch('/api/v1/me', { name: 'Mallory' })).status).toBe(403);
  });

  it('is refused for permissions that there are not, or that its maker does not hold', async () => {
    const { browser, tenantId, userId } = await ownerOf(here);
    const make = (scopes: string[]) => browser.post<ProblemJson>(TOKENS, { name: 'x', scopes });
    expect(await make(['document:fly'])).toMatchObject({
      status: 400,
      body: { code: 'tokens.scope-unknown', errors: [{ path: 'scopes' }] },
    });
    for (const scopes of [[], ['*'], ['service-account:*'], ['Service-Account:manage'], ['x']])
      expect((await make(scopes)).status, JSON.stringify(scopes)).toBe(400);
    await here.database.query(
      `INSERT INTO memberships (tenant_id, user_id, roles, created_at) VALUES ($1, $2, '{owner}', now())`,
      [tenantId, await addUser(here.database)],
    );
    await here.database.query(
      `UPDATE memberships SET roles = '{member}' WHERE tenant_id = $1 AND user_id = $2`,
      [tenantId, userId],
    );
    clock.advance({ minutes: 2 });
    await withinASecond(async () => {
      expect(await make(['service-account:manage'])).toMatchObject({
        status: 403,
        body: { code: 'tokens.scope-not-held' },
      });
    });
  });

  it('needs a tenant to work in', async () => {
    const person = await signUp(here);
    const browser = await browserOf(here, person);
    expect(
      await browser.post<ProblemJson>(TOKENS, { name: 'x', scopes: ['token:introspect'] }),
    ).toMatchObject({
      status: 403,
      body: { code: 'tenancy.no-active-tenant' },
    });
  });

  it.each(['2000-01-01T00:00:00Z', '2098-02-30', '2099-01-01T00:00:00', 'tomorrow', 4070908800000, {}])(
    'refuses %j as its end',
    async (expiresAt) => {
      const { browser } = await ownerOf(here);
      const { status, body } = await browser.post<ProblemJson>(TOKENS, {
        ...{ name: 'x', scopes: ['token:introspect'], expiresAt },
      });
      expect(status).toBe(400);
      expect(body.errors?.[0]?.path).toBe('expiresAt');
    },
  );

  it('ends at its end, whether or not anything cleaned up', async () => {
    const { browser } = await ownerOf(here);
    const expiresAt = new Date(clock.now().getTime() + 60_000).toISOString();
    const program = programWith(here, (await makeToken(browser, { expiresAt })).token);
    expect(await statusOf(program, GUARDED)).toBe(200);
    clock.advance({ minutes: 1 });
    expect(await statusOf(program, GUARDED)).toBe(401);
  });

  it('ends sooner where its tenant lets tokens live less long, and rests only', async () => {
    const { browser, tenantId } = await ownerOf(here);
    const { token } = await makeToken(browser, { expiresAt: '2099-01-01T00:00:00Z' });
    const programs = [programWith(here, token), programWith(there, token)];
    // The session of the owner would end if it were unused for a day.
    for (const _ of [1, 2]) {
      clock.advance({ minutes: 23 * 60 });
      expect(await statusOf(browser)).toBe(200);
    }
    const isOpen = (status: number) => async () => {
      for (const program of programs) expect(await statusOf(program, GUARDED)).toBe(status);
    };
    await isOpen(200)();
    await setPolicy(browser, tenantId, { patMaxDays: 1 });
    await withinASecond(isOpen(401));
    expect((await browser.get<PageJson<TokenJson>>(TOKENS)).body.items).toEqual([]);
    await setPolicy(browser, tenantId, { patMaxDays: 3 });
    await withinASecond(isOpen(200));
    const { body } = await browser.get<PageJson<TokenJson & { createdAt: string }>>(TOKENS);
    const [{ createdAt, expiresAt }] = body.items as [TokenJson & { createdAt: string }];
    expect(Date.parse(expiresAt!) - Date.parse(createdAt)).toBe(3 * 86_400_000);
  });

  it('is somebody’s own: another cannot list or revoke it', async () => {
    const [one, two] = [await ownerOf(here), await ownerOf(here)];
    const { id, token } = await makeToken(one.browser);
    expect((await two.browser.get<PageJson<TokenJson>>(TOKENS)).body.items).toEqual([]);
    expect(await two.browser.delete<ProblemJson>(`${TOKENS}/${id}`)).toMatchObject({
      status: 404,
      body: { code: 'tokens.not-found' },
    });
    expect(await statusOf(programWith(here, token), GUARDED)).toBe(200);
  });

  it('is made once however often the same request comes', async () => {
    const { browser } = await ownerOf(here);
    const headers = { 'idempotency-key': 'once' };
    const wish = { name: 'x', scopes: ['token:introspect'] };
    const made = await Promise.all(
      Array.from({ length: 5 }, () => browser.post<TokenJson>(TOKENS, wish, { headers })),
    );
    expect(new Set(made.map(({ body }) => body.token)).size).toBe(1);
  });

  it('cannot be had in any number: fifty at once make as many as there may be', async () => {
    const { browser } = await ownerOf(here);
    const wish = { name: 'x', scopes: ['token:introspect'] };
    const made = await Promise.all(
      Array.from({ length: 60 }, (_, n) => browser.at((n % 2 ? there : here).url).post(TOKENS, wish)),
    );
    expect(made.filter(({ status }) => status === 201)).toHaveLength(50);
    expect(made.filter(({ status }) => status === 409)).toHaveLength(10);
  });

  it('says when and from where it was used', async () => {
    const { browser } = await ownerOf(here);
    const { token } = await makeToken(browser);
    expect(await statusOf(programWith(here, token), GUARDED)).toBe(200);
    await here.app.get(KeyUses, { strict: false }).flush();
    const { body } = await browser.get<PageJson<{ lastUsedAt: string; lastUsedIp: string }>>(TOKENS);
    expect(body.items[0]).toMatchObject({
      lastUsedIp: '127.0.0.1',
      lastUsedAt: expect.any(String) as string,
    });
  });

  it('is announced to its owner a week before it ends, once', async () => {
    const { browser, person } = await ownerOf(here);
    const box = mailbox(here, person.email);
    const expiresAt = new Date(clock.now().getTime() + 3 * 86_400_000).toISOString();
    await makeToken(browser, { expiresAt, name: 'Nightly backup' });
    const run = (node: Node) =>
      node.app.get(JobRunner, { strict: false }).runNow('remind-of-expiring-tokens');
    await run(here);
    await run(there);
    await vi.waitFor(async () => {
      const mails = (await box.all()).filter(({ subject }) => /expires soon/i.test(subject));
      expect(mails).toHaveLength(1);
      expect(mails[0]!.text).toContain('Nightly backup');
    }, 20_000);
  });
});

describe('a personal access token dies within a second on every node', () => {
  async function living() {
    const owner = await ownerOf(here);
    const { id, token } = await makeToken(owner.browser);
    const programs = [programWith(here, token), programWith(there, token)];
    for (const program of programs) expect(await statusOf(program, GUARDED)).toBe(200);
    return { ...owner, id, programs };
  }

  const allDead = async (programs: readonly ReturnType<typeof programWith>[]) =>
    withinASecond(async () => {
      for (const program of programs) expect(await statusOf(program, GUARDED)).toBe(401);
    });

  it('when it is revoked', async () => {
    const { browser, id, programs } = await living();
    expect((await browser.delete(`${TOKENS}/${id}`)).status).toBe(204);
    await allDead(programs);
    expect((await browser.delete(`${TOKENS}/${id}`)).status).toBe(404);
  });

  it('when its owner is disabled', async () => {
    const { person, programs } = await living();
    await here.app.get(DisableUser, { strict: false }).execute(SHARED_DIRECTORY_ID, person.email);
    await allDead(programs);
  });

  it('when its owner changes the password', async () => {
    const { browser, programs } = await living();
    clock.advance({ seconds: 1 });
    const change = { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD };
    expect((await browser.post('/api/v1/auth/password/change', change)).status).toBe(204);
    await allDead(programs);
    expect((await browser.get<PageJson<TokenJson>>(TOKENS)).body.items).toEqual([]);
  });

  it('when its owner resets the password', async () => {
    const { person, programs } = await living();
    clock.advance({ seconds: 1 });
    const token = await resetToken(here, person);
    const reset = { token, password: OTHER_PASSWORD };
    expect((await here.client().post('/api/v1/auth/password/reset', reset)).status).toBe(204);
    await allDead(programs);
  });
});
