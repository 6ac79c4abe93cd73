import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { atEndOfFile } from '../support/cleanup.js';
import { Client } from '../support/client.js';
import { ask } from '../support/provider-driver.js';
import { browserOf, signUp } from './journey.js';
import { authorize, CONNECTIONS, readConnection, readToken } from './connections/vault.js';

const ROOT = resolve(import.meta.dirname, '../..');
const TIMEOUT = 180_000;

beforeAll(() => {
  expect(existsSync(`${ROOT}/dist/src/main.js`), 'npm run build').toBe(true);
});

/** As `npm run demo` after its build. */
async function startDemo() {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-demo-'));
  const { PATH, HOME } = process.env;
  const demo = spawn(process.execPath, ['scripts/demo.mjs'], {
    cwd: ROOT,
    env: { PATH, HOME, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(demo, 'exit');
  const stop = async () => {
    if (demo.exitCode === null && demo.signalCode === null) demo.kill('SIGINT');
    await ended;
    return demo.exitCode;
  };
  atEndOfFile(async () => {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  let output = '';
  for (const stream of [demo.stdout, demo.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const told = (what: RegExp): string => what.exec(output)?.[1] ?? '';
  const read = () => {
    if (demo.exitCode !== null) throw new Error(`the demo ended: ${output}`);
    expect(output).toContain('Ctrl-C ends both');
  };
  await vi.waitFor(read, { timeout: 120_000, interval: 100 });
  return { stop, url: told(/Swagger UI\s+(\S+)\/docs/), providers: told(/Providers\s+(\S+)\/ /) };
}

it(
  'connects, breaks and mends a connection without any account, and stops at Ctrl-C',
  async () => {
    const { stop, url, providers } = await startDemo();
    expect((await ask(providers)).text).toContain('Withdraw consent');
    const service = { url, client: () => new Client(url) };
    const browser = await browserOf(service, await signUp(service, undefined, { tenantName: 'Newcomers' }));

    /** What a person clicks: allow, on the page of the provider, then whatever they are sent to. */
    const allow = async (wish: Record<string, unknown>): Promise<void> => {
      const { body } = await authorize(browser, 'slack', wish);
      expect((await ask(body.authorizationUrl)).text).toContain('Ada Example');
      const back = await ask(`${body.authorizationUrl}&account=ada`);
      const { pathname, search } = new URL(back.headers.get('location')!);
      expect(await browser.get<string>(pathname + search)).toMatchObject({ status: 200 });
    };

    await allow({});
    const { body } = await browser.get<{ items: { id: string; status: string }[] }>(CONNECTIONS);
    const id = body.items[0]!.id;
    expect(await readToken(browser, id)).toMatchObject({ status: 200 });

    await ask(`${providers}/control/withdraw`, {
      method: 'POST',
      body: new URLSearchParams({ provider: 'slack' }),
    });
    await browser.post(`${CONNECTIONS}/${id}/refresh`);
    expect(await readConnection(browser, id)).toMatchObject({
      reason: 'grant_rejected',
      nextAction: 'reconnect',
    });

    await allow({ connectionId: id });
    expect(await readConnection(browser, id)).toMatchObject({ status: 'active', reason: null });
    expect(await readToken(browser, id)).toMatchObject({ status: 200 });

    expect(await stop()).toBe(0);
  },
  TIMEOUT,
);
