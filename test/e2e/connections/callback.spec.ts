import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../support/client.js';
import { appOf, browserOf } from '../journey.js';
import { memberOf } from '../tenancy/policy-journey.js';
import { ownerOf, type Owner } from '../tenants.js';
import {
  arrive,
  authorize,
  connect,
  CONNECTIONS,
  consented,
  REDIRECT,
  startVaults,
  type ConnectionJson,
  type Vault,
} from './vault.js';

let vault: Vault;
let other: Vault['node'];
let owner: Owner;
let browser: Client;

beforeAll(async () => {
  const { nodes, standIns } = await startVaults();
  vault = { node: nodes[0], standIns };
  other = nodes[1];
});

beforeEach(async () => {
  vault.standIns.clear();
  owner = await ownerOf(vault.node);
  ({ browser } = owner);
});

const REFUSED = { status: 410, body: { code: 'connections.callback-refused' } };

const connectionsOf = async (client: Client) =>
  (await client.get<{ items: ConnectionJson[] }>(CONNECTIONS)).body.items;

describe('Coming back from a provider', () => {
  it('works once, however often and wherever it is tried', async () => {
    const callback = await consented(vault, browser, 'slack', { redirect: REDIRECT });
    const nodes = [browser, browser.at(other.url)];
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => nodes[at % 2]!.get(callback)));
    expect(answers.filter(({ status }) => status === 302)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(19);
    expect(vault.standIns.provider('slack').count('token')).toBe(1);
    expect(await browser.get(callback)).toMatchObject(REFUSED);
    expect(await connectionsOf(browser)).toHaveLength(1);
  });

  it('is refused in another browser, also in one where somebody else is signed in', async () => {
    const somebody = await ownerOf(vault.node);
    for (const stranger of [vault.node.client(), somebody.browser]) {
      const callback = await consented(vault, browser, 'slack');
      expect(await stranger.get(callback)).toMatchObject(REFUSED);
      // It is not used up for the browser that it belongs to.
      expect(await browser.get(callback)).toMatchObject({ status: 200 });
    }
    // Not even with the mark of the browser that it began in.
    const callback = await consented(vault, browser, 'slack');
    somebody.browser.cookies.set('sallyport-oauth', browser.cookies.get('sallyport-oauth')!);
    expect(await somebody.browser.get(callback)).toMatchObject(REFUSED);
    expect(await connectionsOf(somebody.browser)).toEqual([]);
  });

  it('works in the browser that it began in, though the person has signed out there', async () => {
    const callback = await consented(vault, browser, 'asana', { redirect: REDIRECT });
    const mark = browser.cookies.get('sallyport-oauth')!;
    const later = vault.node.client();
    later.cookies.set('sallyport-oauth', mark);
    expect((await arrive(later, callback)).searchParams.get('error')).toBeNull();
    expect(await connectionsOf(browser)).toHaveLength(1);
  });

  it('works for a client with tokens that keeps cookies', async () => {
    const { app } = await appOf(vault.node, owner.person);
    const callback = await consented(vault, app, 'asana', { redirect: REDIRECT });
    const plain = vault.node.client();
    plain.cookies.set('sallyport-oauth', app.cookies.get('sallyport-oauth')!);
    expect((await arrive(plain, callback)).searchParams.get('connection')).toBeTruthy();
  });

  it('is refused with a page where a person looks at it, and with a problem document elsewhere', async () => {
    const callback = `${CONNECTIONS}/slack/callback?state=unknown&code=<script>`;
    const page = await fetch(vault.node.url + callback, { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([410, 'text/html; charset=utf-8']);
    const text = await page.text();
    expect(text).toContain('Begin again where you came from');
    expect(text).not.toContain('script');
    expect(await browser.get(callback)).toMatchObject(REFUSED);
  });

  it('is refused at another provider than the one it was for', async () => {
    const callback = await consented(vault, browser, 'slack');
    expect(await browser.get(callback.replace('/slack/', '/github/'))).toMatchObject(REFUSED);
    expect(vault.standIns.provider('github').count('token')).toBe(0);
  });

  it('is refused when another issuer says that it is theirs', async () => {
    const callback = await consented(vault, browser, 'gmail');
    const { pathname, search } = new URL(callback, vault.node.url);
    const mixed = new URLSearchParams(search);
    mixed.set('iss', 'https://evil.example');
    expect(await browser.get(`${pathname}?${mixed.toString()}`)).toMatchObject(REFUSED);
  });

  it.each(['', '?code=abc', '?state=', '?state=abc&code=abc', '?state=a&state=b&code=c', '?state[x]=1'])(
    'is refused with %j',
    async (query) => {
      expect(await browser.get(`${CONNECTIONS}/slack/callback${query}`)).toMatchObject(REFUSED);
    },
  );

  it('says why there is no connection, in our words alone', async () => {
    const callback = await consented(vault, browser, 'dropbox', {
      choice: { deny: true },
      redirect: REDIRECT,
    });
    const landed = await arrive(browser, `${callback}&error_description=<script>alert(1)</script>`);
    expect(landed.href).toBe(`${REDIRECT}&provider=dropbox&error=connections.not-made&reason=access_denied`);
    const strange = await consented(vault, browser, 'dropbox', { choice: { deny: true } });
    const page = await browser.get<string>(strange.replace('access_denied', '%3Cb%3Eoops'));
    expect(page.status).toBe(200);
    expect(page.body).toContain('Not connected');
    expect(page.body).not.toContain('oops');
  });

  it.each([
    ['token', '500', 'provider_unavailable'],
    ['token', 'garbage', 'provider_answer_invalid'],
    ['token', 'html', 'provider_answer_invalid'],
    ['token', 'empty', 'provider_answer_invalid'],
    ['token', 'huge', 'provider_answer_invalid'],
    ['token', 'reset', 'provider_unavailable'],
    ['token', 'client', 'client_misconfigured'],
    ['api', 'revoked', 'access_revoked'],
    ['api', 'garbage', 'provider_answer_invalid'],
  ] as const)('survives a provider whose %s endpoint answers %s', async (endpoint, failure, reason) => {
    const callback = await consented(vault, browser, 'asana', { redirect: REDIRECT });
    vault.standIns.provider('asana').fail(endpoint, failure);
    const landed = await arrive(browser, callback);
    expect(landed.searchParams.get('reason')).toBe(reason);
    expect(await connectionsOf(browser)).toEqual([]);
  });

  it('mends only the connection of the same account', async () => {
    const id = await connect(vault, browser, 'github', { choice: { account: 'ada' } });
    const callback = await consented(vault, browser, 'github', {
      ...{ connectionId: id, redirect: REDIRECT, choice: { account: 'ben' } },
    });
    expect((await arrive(browser, callback)).searchParams.get('reason')).toBe('account_mismatch');
    const somebody = await ownerOf(vault.node);
    expect(await authorize(somebody.browser, 'github', { connectionId: id })).toMatchObject({
      status: 404,
      body: { code: 'connections.not-found' },
    });
    expect(await authorize(browser, 'slack', { connectionId: id })).toMatchObject({ status: 404 });
  });

  it.each([
    ['dropbox', 'completed', 1],
    // What they revoke may be more than the tokens at hand.
    ['asana', undefined, 2],
    ['github', undefined, 2],
  ] as const)(
    'from %s with the wrong account costs that account nothing that it had',
    async (provider, outcome, grants) => {
      const id = await connect(vault, browser, provider, { choice: { account: 'ada' } });
      const somebody = await ownerOf(vault.node);
      await connect(vault, somebody.browser, provider, { choice: { account: 'cleo' } });
      const played = vault.standIns.provider(provider);
      const before = played.liveGrants('cleo');
      const callback = await consented(vault, browser, provider, {
        ...{ connectionId: id, redirect: REDIRECT, choice: { account: 'cleo' } },
      });
      expect((await arrive(browser, callback)).searchParams.get('reason')).toBe('account_mismatch');
      expect(played.liveGrants('cleo') - before).toBe(grants - 1);
      const [revoked] = await vault.node.database.query<{ outcome: string }>(
        `SELECT outcome FROM connection_attempts WHERE tenant_id = $1 AND kind = 'revoke'`,
        [owner.tenantId],
      );
      expect(revoked?.outcome).toBe(outcome);
    },
  );

  it('says that a token was left behind where the provider did not take it back', async () => {
    const callback = await consented(vault, browser, 'dropbox', { redirect: REDIRECT });
    vault.standIns.provider('dropbox').fail('api', 'garbage');
    vault.standIns.provider('dropbox').fail('revoke', '500');
    await arrive(browser, callback);
    const attempts = await vault.node.database.query(
      `SELECT kind, outcome, reason FROM connection_attempts WHERE tenant_id = $1 AND outcome <> 'started' ORDER BY id`,
      [owner.tenantId],
    );
    expect(attempts).toEqual([
      { kind: 'authorize', outcome: 'failed', reason: 'provider_answer_invalid' },
      { kind: 'revoke', outcome: 'failed', reason: 'provider_unavailable' },
    ]);
  });

  it('does not count for who lost the permission meanwhile', async () => {
    const member = await memberOf(vault.node, owner.tenantId);
    const theirs = await browserOf(vault.node, member.person);
    const callback = await consented(vault, theirs, 'slack', { redirect: REDIRECT });
    const path = `/api/v1/tenants/${owner.tenantId}/members/${member.userId}`;
    expect((await browser.patch(path, { roles: ['viewer'] })).status).toBe(200);
    expect((await arrive(theirs, callback)).searchParams.get('reason')).toBe('permission_lost');
    expect(vault.standIns.provider('slack').count('token')).toBe(0);
  });
});

describe('Sharing', () => {
  it('does not count for who lost the permission to share meanwhile', async () => {
    const member = await memberOf(vault.node, owner.tenantId);
    const path = `/api/v1/tenants/${owner.tenantId}/members/${member.userId}`;
    expect((await browser.patch(path, { roles: ['admin'] })).status).toBe(200);
    const theirs = await browserOf(vault.node, member.person);
    const callback = await consented(vault, theirs, 'slack', { redirect: REDIRECT, shared: true });
    expect((await browser.patch(path, { roles: ['member'] })).status).toBe(200);
    expect((await arrive(theirs, callback)).searchParams.get('reason')).toBe('permission_lost');
    expect(await connectionsOf(browser)).toEqual([]);
  });

  it('does not leave behind the connection of who leaves while the provider thinks', async () => {
    const member = await memberOf(vault.node, owner.tenantId);
    const theirs = await browserOf(vault.node, member.person);
    const callback = await consented(vault, theirs, 'slack', { redirect: REDIRECT });
    vault.standIns.provider('slack').fail('api', 'slow', { times: 1, delayMs: 1500 });
    const arriving = arrive(theirs, callback);
    await expect.poll(() => vault.standIns.provider('slack').count('api')).toBe(1);
    const path = `/api/v1/tenants/${owner.tenantId}/members/${member.userId}`;
    expect((await browser.delete(path)).status).toBe(204);
    expect((await arriving).searchParams.get('reason')).toBe('permission_lost');
    expect(await connectionsOf(browser)).toEqual([]);
  });
});

describe('The address to go back to', () => {
  it('is one of the allowed ones, letter by letter', async () => {
    const tricks = [
      'https://evil.example',
      `${REDIRECT}#`,
      `${REDIRECT}&x=1`,
      `${REDIRECT}/`,
      ` ${REDIRECT}`,
      `${REDIRECT} `,
      `${REDIRECT}%00`,
      REDIRECT.replace('https', 'http'),
      REDIRECT.replace('https', 'HTTPS'),
      REDIRECT.replace('app.example', 'APP.example'),
      REDIRECT.replace('app.example', 'app.example.'),
      REDIRECT.replace('app.example', 'app.example:443'),
      REDIRECT.replace('app.example', 'app.example@evil.example'),
      REDIRECT.replace('app.example', 'evil.example\\@app.example'),
      REDIRECT.replace('app.example', 'app.example.evil.example'),
      REDIRECT.replace('app.example', 'аpp.example'),
      REDIRECT.replace('//', '/\\'),
      REDIRECT.replace('//', '////'),
      REDIRECT.replace('/settings', '/./settings'),
      REDIRECT.replace('/settings', '/x/../settings'),
      REDIRECT.replace('/settings', '/%73ettings'),
      '//app.example/settings?tab=connections',
      '/settings?tab=connections',
      'javascript:alert(1)',
      'data:text/html,x',
      '\u0009https://evil.example',
      'https:evil.example',
      '',
    ];
    for (const redirect of tricks) {
      const answer = await authorize(browser, 'slack', { redirect });
      expect(answer, redirect).toMatchObject({ status: 400 });
    }
    expect((await authorize(browser, 'slack', { redirect: [REDIRECT] })).status).toBe(400);
    expect((await authorize(browser, 'slack', { redirect: REDIRECT })).status).toBe(200);
  });
});
