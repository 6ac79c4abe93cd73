import { expect } from 'vitest';
import { startStandIns, type Choice, type StandIns } from '../../../examples/providers/stand-ins.js';
import { atEndOfFile } from '../../support/cleanup.js';
import type { Answer, Client, Json } from '../../support/client.js';
import { createDatabase } from '../../support/database.js';
import type { Node, NodeOptions } from '../../support/node.js';
import { startCluster, startService } from '../journey.js';

export const REDIRECT = 'https://app.example/settings?tab=connections';

export interface ConnectionJson {
  readonly id: string;
  readonly provider: string;
  readonly account: { id: string; name: string | null; email: string | null };
  readonly ownerId: string;
  readonly shared: boolean;
  readonly scopes: readonly string[];
  readonly missingScopes: readonly string[];
  readonly status: string;
  readonly reason: string | null;
  readonly nextAction: string;
  readonly expiresAt: string | null;
}

export interface Vault {
  readonly node: Node;
  readonly standIns: StandIns;
}

/** Stand-ins for the whole file, and a node that takes them for the providers. */
export async function startVault(options: NodeOptions = {}): Promise<Vault> {
  const standIns = await standInsOfFile();
  return {
    standIns,
    node: await startService({ ...options, env: { ...settings(standIns), ...options.env } }),
  };
}

export async function startVaults(): Promise<{ nodes: [Node, Node]; standIns: StandIns }> {
  const standIns = await standInsOfFile();
  return {
    standIns,
    nodes: await startCluster({ database: await createDatabase(), env: settings(standIns) }),
  };
}

async function standInsOfFile(): Promise<StandIns> {
  const standIns = await startStandIns();
  atEndOfFile(() => standIns.close());
  return standIns;
}

const settings = ({ environment }: StandIns) => ({ ...environment, ALLOWED_REDIRECTS: REDIRECT });

export const CONNECTIONS = '/api/v1/connections';

export function authorize(browser: Client, provider: string, wish: Json = {}) {
  return browser.post<{ authorizationUrl: string }>(`${CONNECTIONS}/${provider}/authorize`, wish);
}

/** The address that the provider sends the browser back to, without the node's name. */
export async function consented(
  { standIns }: Pick<Vault, 'standIns'>,
  browser: Client,
  provider: string,
  { choice, ...wish }: { choice?: Choice } & Json = {},
): Promise<string> {
  const started = await authorize(browser, provider, wish);
  expect(started.status, JSON.stringify(started.body)).toBe(200);
  const back = new URL(await standIns.consent(started.body.authorizationUrl, choice));
  return back.pathname + back.search;
}

/** Where the browser ends up. */
export async function arrive(browser: Client, callback: string): Promise<URL> {
  const answer: Answer<unknown> = await browser.get(callback);
  expect(answer.status, JSON.stringify(answer.body)).toBe(302);
  return new URL(answer.headers.get('location')!);
}

/** Connects an account, the whole way. @returns the id of the connection */
export async function connect(
  vault: Pick<Vault, 'standIns'>,
  browser: Client,
  provider: string,
  wish: { choice?: Choice } & Json = {},
): Promise<string> {
  const callback = await consented(vault, browser, provider, { redirect: REDIRECT, ...wish });
  const landed = await arrive(browser, callback);
  expect(landed.searchParams.get('error'), landed.href).toBeNull();
  return landed.searchParams.get('connection')!;
}

export const readConnection = async (browser: Client, id: string): Promise<ConnectionJson> =>
  (await browser.get<ConnectionJson>(`${CONNECTIONS}/${id}`)).body;

export const readToken = (browser: Client, id: string) =>
  browser.post<{
    accessToken: string;
    expiresAt: string | null;
    code: string;
    reason: string;
    nextAction: string;
  }>(`${CONNECTIONS}/${id}/token`);

/** As if the access token had been handed out long ago. */
export async function expire({ database }: Node, id: string): Promise<void> {
  await database.query(
    `UPDATE connections SET access_expires_at = now() - interval '1 minute', next_refresh_at = now() - interval '1 minute'
     WHERE id = $1`,
    [id],
  );
}
