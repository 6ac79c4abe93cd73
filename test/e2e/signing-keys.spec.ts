import { once } from 'node:events';
import { createRemoteJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { RotateSigningKeys, WithdrawSigningKey } from '../../src/modules/tokens/index.js';
import { JobRunner } from '../../src/platform/jobs/job-runner.js';
import { runCommand, startCommand } from '../support/cli.js';
import type { Client } from '../support/client.js';
import type { TestDatabase } from '../support/database.js';
import type { Node } from '../support/node.js';
import { withinASecond } from '../support/soon.js';
import { appOf, signUp, startCluster, startService, statusOf, type TokensJson } from './journey.js';

const JWKS = '/.well-known/jwks.json';

const maintain = (node: Node) => node.app.get(JobRunner).runNow('maintain-signing-keys');
const rotate = (node: Node) => node.app.get(RotateSigningKeys, { strict: false }).execute();
const withdraw = (node: Node, id: string) => node.app.get(WithdrawSigningKey, { strict: false }).execute(id);
const kidsOf = async (node: Node) =>
  (await node.client().get<JSONWebKeySet>(JWKS)).body.keys.map(({ kid }) => kid!);
const partOf = (token: string, index: number) =>
  JSON.parse(Buffer.from(token.split('.')[index]!, 'base64url').toString()) as Record<string, unknown>;
const kidOf = (token: string) => String(partOf(token, 0)['kid']);

async function states(database: TestDatabase): Promise<Record<string, number>> {
  const rows = await database.query<{ state: string; count: number }>(
    `SELECT state, count(*)::int FROM signing_keys GROUP BY state`,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

describe('the published keys', () => {
  let node: Node;
  beforeAll(async () => {
    node = await startService();
  });

  it('may be cached for five minutes and asked for again at no cost', async () => {
    const first = await node.client().get<JSONWebKeySet>(JWKS);
    expect(first.headers.get('cache-control')).toBe('public, max-age=300');
    const etag = first.headers.get('etag')!;
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await node.client().get(JWKS, { headers: { 'if-none-match': known } });
      expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, '', etag]);
      expect(again.headers.get('cache-control')).toBe('public, max-age=300');
    }
    await maintain(node);
    const changed = await node.client().get<JSONWebKeySet>(JWKS, { headers: { 'if-none-match': etag } });
    expect([changed.status, changed.body.keys.length]).toEqual([200, 2]);
    expect(changed.headers.get('etag')).not.toBe(etag);
  });

  it('show in the metrics for how long the current one has been signing', async () => {
    const { body } = await node.client().get<string>('/metrics');
    expect(Number(/^sallyport_signing_key_age_seconds (.+)$/m.exec(body)?.[1])).toBeGreaterThan(0);
  });
});

/** Somebody who refreshes, uses and hands on tokens as long as the test runs. */
class Traffic {
  private readonly tokens: string[] = [];
  private readonly wishes: (() => void)[] = [];
  private running = true;
  rounds = 0;
  readonly failures: string[] = [];
  readonly kids = new Set<string>();

  constructor(
    private readonly nodes: readonly Node[],
    private readonly verifiers: readonly ReturnType<typeof createRemoteJWKSet>[],
    private refreshToken: string,
  ) {}

  async run(): Promise<void> {
    while (this.running) {
      const node = this.nodes[this.rounds % this.nodes.length]!;
      const { body } = await node
        .client()
        .post<TokensJson>('/api/v1/auth/token/refresh', { refreshToken: this.refreshToken });
      this.refreshToken = body.refreshToken;
      this.tokens.push(body.accessToken);
      this.kids.add(kidOf(body.accessToken));
      await Promise.all(this.living().map((token) => this.useEverywhere(token)));
      this.rounds += 1;
      for (const wish of this.wishes.splice(0)) wish();
    }
  }

  /** Until everything that happened before has been seen by two whole rounds. */
  async goesOn(): Promise<void> {
    for (let round = 0; round < 2; round += 1)
      await new Promise<void>((resolve) => this.wishes.push(resolve));
  }

  stop(): void {
    this.running = false;
  }

  /** The newest and the oldest, some of them for as long as they live. Time moves a minute while they are on the way. */
  private living(): string[] {
    const good = this.tokens.filter((token) => Number(partOf(token, 1)['exp']) > Date.now() / 1000 + 60);
    this.tokens.splice(0, this.tokens.length - good.length);
    return [...good.slice(0, 3), ...good.slice(-3)];
  }

  private async useEverywhere(token: string): Promise<void> {
    const options = { issuer: 'https://id.example', audience: 'https://id.example', typ: 'at+jwt' };
    for (const [index, keys] of this.verifiers.entries())
      await jwtVerify(token, keys, options).catch((error: unknown) => {
        this.failures.push(`client ${String(index)}: ${String(error)}`);
      });
    for (const node of this.nodes) {
      const client = node.client();
      client.headers['authorization'] = `Bearer ${token}`;
      const status = await statusOf(client);
      if (status !== 200) this.failures.push(`node: ${String(status)}`);
    }
  }
}

describe('rotating five times under load', () => {
  beforeAll(() => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() }));
  afterAll(() => vi.useRealTimers());

  it('fails no verification, by clients of any habit', async () => {
    const [here, there] = await startCluster();
    const { tokens } = await appOf(here, await signUp(here));
    const remote = (node: Node, options = {}) => createRemoteJWKSet(new URL(node.url + JWKS), options);
    const traffic = new Traffic(
      [here, there],
      [
        remote(here),
        remote(there),
        // Goes by Cache-Control, and never asks because of a key that it does not know.
        remote(there, { cooldownDuration: Infinity, cacheMaxAge: 300_000 }),
        // The same with the ten minutes that many take for granted.
        remote(here, { cooldownDuration: Infinity }),
      ],
      tokens.refreshToken,
    );
    const running = traffic.run();
    const passMinutes = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        vi.setSystemTime(Date.now() + 60_000);
        await maintain(minute % 2 ? here : there);
        await traffic.goesOn();
      }
    };
    await passMinutes(1);
    for (let rotation = 0; rotation < 5; rotation += 1) {
      // Half of them wait for the next key to be known, the others find it so.
      if (rotation % 2) await passMinutes(16);
      await rotate(rotation % 2 ? here : there);
      await passMinutes(rotation % 2 ? 2 : 16);
    }
    traffic.stop();
    await running;
    expect(traffic.failures).toEqual([]);
    expect(traffic.kids.size).toBe(6);
    expect(await states(here.database)).toMatchObject({ current: 1, published: 1 });
    expect(await kidsOf(there)).toEqual(await kidsOf(here));
  }, 120_000);
});

describe('an emergency withdrawal', () => {
  let here: Node;
  let there: Node;
  beforeAll(async () => {
    [here, there] = await startCluster();
    await maintain(here);
  });

  const isDead = (client: Client) => withinASecond(async () => expect(await statusOf(client)).toBe(401));

  async function withdrawTheCurrent(): Promise<void> {
    const { app, tokens } = await appOf(here, await signUp(here));
    const elsewhere = app.at(there.url);
    for (let warming = 0; warming < 3; warming += 1) expect(await statusOf(elsewhere)).toBe(200);
    const id = kidOf(tokens.accessToken);
    await withdraw(here, id);
    expect(await statusOf(app)).toBe(401);
    expect(await kidsOf(here)).not.toContain(id);
    await isDead(elsewhere);
    expect(await kidsOf(there)).not.toContain(id);
    const { body } = await there
      .client()
      .post<TokensJson>('/api/v1/auth/token/refresh', { refreshToken: tokens.refreshToken });
    expect(kidOf(body.accessToken)).not.toBe(id);
    app.headers['authorization'] = elsewhere.headers['authorization'] = `Bearer ${body.accessToken}`;
    expect([await statusOf(app), await statusOf(elsewhere)]).toEqual([200, 200]);
  }

  it('kills every token of the key on every node within a second; sessions go on with the next', async () => {
    await withdrawTheCurrent();
  });

  it('does so while nodes cannot keep the connection over which they hear', async () => {
    let cutting = true;
    const cut = async () => {
      while (cutting)
        await here.database.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = 'sallyport bus' AND datname = current_database()`,
        );
    };
    const cutter = cut();
    try {
      await withdrawTheCurrent();
    } finally {
      cutting = false;
      await cutter;
    }
  });
});

describe('on the command line', () => {
  let node: Node;
  beforeAll(async () => {
    node = await startService();
    await kidsOf(node);
  });
  const blockers: pg.Client[] = [];
  afterEach(() => Promise.all(blockers.splice(0).map((client) => client.end())));

  const outputOf = (...args: string[]) => runCommand(node.database, args);

  it('keys are listed, and one is withdrawn; the running node hears of it', async () => {
    const [id] = await kidsOf(node);
    const { code, stdout } = await outputOf('keys:list');
    expect([code, JSON.parse(stdout)]).toMatchObject([0, [{ id, state: 'current' }]]);
    expect(stdout).not.toMatch(/sealed|"d"/);
    expect(await outputOf('keys:withdraw', id!)).toMatchObject({ code: 0, stdout: '' });
    await withinASecond(async () => expect(await kidsOf(node)).not.toContain(id));
    expect(await states(node.database)).toMatchObject({ withdrawn: 1, current: 1 });
    const unknown = await outputOf('keys:withdraw', 'nobody');
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      expect.stringContaining('no signing key with this id'),
    ]);
  }, 60_000);

  it('a rotation killed between its two halves has not happened; the next one works', async () => {
    await maintain(node);
    await node.database.query(`UPDATE signing_keys SET published_at = published_at - interval '1 hour'`);
    const before = await states(node.database);
    const blocker = new pg.Client({ connectionString: node.database.superuserUrl });
    blockers.push(blocker);
    await blocker.connect();
    await blocker.query('BEGIN');
    await blocker.query(`SELECT 1 FROM signing_keys WHERE state = 'published' FOR UPDATE`);
    const child = await startCommand(node.database, ['keys:rotate-signing']);
    // The old key has been stopped, the new one not yet activated.
    await vi.waitFor(
      async () => {
        const waiting = await node.database.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        expect(waiting).toHaveLength(1);
      },
      { timeout: 30_000, interval: 50 },
    );
    child.kill('SIGKILL');
    await once(child, 'exit');
    await blocker.query('ROLLBACK');
    await rotate(node);
    expect(await states(node.database)).toEqual({ ...before, retiring: 1 });
    const { app } = await appOf(node, await signUp(node));
    expect(await statusOf(app)).toBe(200);
  }, 60_000);
});
