import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Node } from '../support/node.js';
import { PASSWORD, signUp, startService } from '../e2e/journey.js';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = process.env['CHROMIUM'] ?? PLACES.find((path) => existsSync(path));
if (!executablePath) console.warn('SKIPPED: no chromium is installed, passkeys are not tried in a browser');

interface Result {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** As a frontend does it: ask for options, let the browser talk to the authenticator, send what it says. */
async function inPage(page: Page, path: string, body: Record<string, unknown>): Promise<Result> {
  return page.evaluate(
    async ([url, json]) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: json,
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    [path, JSON.stringify(body)] as const,
  );
}

/** Runs in the page; a text, because the types of browsers are not those of this project. */
const CEREMONY = `async (kind, json) => {
  const credential = kind === 'create'
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) });
  return credential.toJSON();
}`;

function ceremony(page: Page, kind: 'create' | 'get', options: Record<string, unknown>) {
  const call = `(${CEREMONY})(${JSON.stringify(kind)}, ${JSON.stringify(options)})`;
  return page.evaluate<Record<string, unknown>>(call);
}

describe.skipIf(!executablePath)('passkeys in Chromium', () => {
  let service: Node;
  let browser: Browser;
  beforeAll(async () => {
    service = await startService();
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(async () => browser.close());

  it('are registered by somebody who signed in, and sign in without a name afterwards', async () => {
    const person = await signUp(service);
    const context = await browser.newContext();
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
        ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
      },
    });
    await page.goto(`${service.url}/verify-email`);

    const login = { email: person.email, password: PASSWORD };
    expect((await inPage(page, '/api/v1/auth/login', login)).status).toBe(200);
    const creation = await inPage(page, '/api/v1/auth/device/register/options', { name: 'Chromium' });
    const attestation = await ceremony(page, 'create', creation.body);
    const { challengeId } = creation.body;
    const added = await inPage(page, '/api/v1/auth/device/register', { challengeId, attestation });
    expect(added).toMatchObject({ status: 201, body: { device: { kind: 'passkey', name: 'Chromium' } } });

    await context.clearCookies();
    const request = await inPage(page, '/api/v1/auth/device/login/options', {});
    const assertion = await ceremony(page, 'get', request.body);
    const answer = { challengeId: request.body['challengeId'], assertion };
    expect(await inPage(page, '/api/v1/auth/device/login', answer)).toMatchObject({
      status: 200,
      body: { status: 'authenticated', user: { email: person.email }, session: { acr: 'aal2' } },
    });
    expect(await context.cookies()).toContainEqual(expect.objectContaining({ name: 'sallyport' }));
    await context.close();
  });
});
