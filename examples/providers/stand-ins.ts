/** Plays the providers on this machine, for tests and for trying things out without an account anywhere. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../src/kernel/clock.js';
import { SystemClock } from '../../src/platform/time/system-clock.js';
import { DEMO_ACCOUNTS, type Account } from './accounts.js';
import { readCall, sendReply, type Call, type Reply } from './call.js';
import { STAND_INS } from './catalogue.js';
import { answerControl } from './control.js';
import { PlayedProvider } from './played-provider.js';
import { environmentOf } from './settings.js';

export interface StandInsOptions {
  /** Default: any free one. */
  readonly port?: number;
  /** Default 127.0.0.1: everybody who reaches it may control it. */
  readonly host?: string;
  /** Whose time ends codes and tokens; default: the real time. */
  readonly clock?: Clock;
}

export interface Choice {
  /** Whose login; default `ada`. */
  readonly account?: string;
  readonly deny?: boolean;
  /** Default: all that is asked for. */
  readonly scopes?: readonly string[];
}

export interface StandIns {
  readonly url: string;
  /** Settings that point the service here. */
  readonly environment: Readonly<Record<string, string>>;
  readonly accounts: readonly Account[];
  /** @throws Error when there is no provider of this name */
  provider(id: string): PlayedProvider;
  addAccount(account: Partial<Account> & Pick<Account, 'login'>): Account;
  /**
   * What a browser does that is sent to a provider: somebody agrees or refuses.
   * @returns where the provider sends the browser back to
   * @throws Error when it shows an error instead
   */
  consent(authorizationUrl: string, choice?: Choice): Promise<string>;
  /** Switches every failure off, releases what waits and forgets calls; accounts and grants stay. */
  clear(): void;
  close(): Promise<void>;
}

export async function startStandIns(options: StandInsOptions = {}): Promise<StandIns> {
  const { port = 0, host = '127.0.0.1', clock = new SystemClock() } = options;
  const stop = new AbortController();
  const server = createServer();
  server.listen(port, host);
  await once(server, 'listening');
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${String((server.address() as AddressInfo).port)}`;
  const standIns = new RunningStandIns(url, clock, server, stop);
  server.on('request', (request, response) => {
    handle(standIns, request, response, stop.signal).catch(() => response.destroy());
  });
  return standIns;
}

async function handle(
  standIns: RunningStandIns,
  request: IncomingMessage,
  response: ServerResponse,
  stop: AbortSignal,
): Promise<void> {
  const call = await readCall(request);
  const reply = await standIns.answer(call, stop);
  if (reply === null) request.socket.destroy();
  else sendReply(response, reply);
}

class RunningStandIns implements StandIns {
  readonly accounts: Account[] = [...DEMO_ACCOUNTS];
  readonly environment: Readonly<Record<string, string>>;
  readonly providers: ReadonlyMap<string, PlayedProvider>;

  constructor(
    readonly url: string,
    clock: Clock,
    private readonly server: Server,
    private readonly stop: AbortController,
  ) {
    const played = STAND_INS.map((one) => new PlayedProvider(one, `${url}/${one.id}`, this.accounts, clock));
    this.providers = new Map(played.map((one) => [one.standIn.id, one]));
    this.environment = Object.assign({}, ...played.map(environmentOf)) as Record<string, string>;
  }

  provider(id: string): PlayedProvider {
    const found = this.providers.get(id);
    if (!found)
      throw new Error(`No stand-in is called ${id}; there are ${[...this.providers.keys()].join(', ')}.`);
    return found;
  }

  addAccount(account: Partial<Account> & Pick<Account, 'login'>): Account {
    const number = Math.max(...this.accounts.map((one) => one.number)) + 1;
    const usual = { name: account.login, email: `${account.login}@example.com`, emailVerified: true };
    const added: Account = { ...usual, number, organization: 1, ...account };
    this.accounts.push(added);
    return added;
  }

  async consent(
    authorizationUrl: string,
    { account = 'ada', deny = false, scopes }: Choice = {},
  ): Promise<string> {
    const { pathname, searchParams: query } = new URL(authorizationUrl);
    query.set('account', account);
    if (deny) query.set('deny', 'yes');
    if (scopes) query.set('chosen', 'yes');
    for (const scope of scopes ?? []) query.append('scopes', scope);
    const call = { method: 'GET', path: pathname, query, headers: {}, contentType: '', text: '', body: {} };
    const reply = await this.answer(call, this.stop.signal);
    const location = reply?.headers?.['location'];
    if (location === undefined) throw new Error(`Nobody was sent back: ${JSON.stringify(reply)}`);
    return location;
  }

  /** @returns null when the connection is cut */
  async answer(call: Call, stop: AbortSignal): Promise<Reply | null> {
    const [, id = '', ...rest] = call.path.split('/');
    const provider = this.providers.get(id);
    if (provider) return provider.answer({ ...call, path: `/${rest.join('/')}` }, stop);
    return answerControl(this.providers, this.accounts, call);
  }

  clear(): void {
    for (const provider of this.providers.values()) provider.clear();
  }

  async close(): Promise<void> {
    this.clear();
    this.stop.abort();
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}
