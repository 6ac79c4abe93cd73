import type { Clock } from '../../src/kernel/clock.js';
import type { Account } from './accounts.js';
import { answerApi, answerMetadata, answerRevocation } from './api-endpoints.js';
import { authorize } from './authorize.js';
import type { Call, Json, Reply } from './call.js';
import { Ledger } from './ledger.js';
import { matches } from './paths.js';
import { Signer } from './signing.js';
import type { Place, StandIn } from './stand-in.js';
import {
  mechanicalReply,
  Switchboard,
  type Endpoint,
  type Failure,
  type FailureOptions,
  type Hold,
  type LoggedCall,
  type Trouble,
} from './switchboard.js';
import { answerToken, type Desk } from './token-endpoint.js';

/** One provider at work: answers calls as the real one would, unless a failure is switched on. */
export class PlayedProvider {
  readonly clientId: string;
  /** May be changed: then whoever uses the old one is refused. */
  clientSecret: string;
  private readonly ledger: Ledger;
  private readonly board = new Switchboard();
  private readonly signer = new Signer();
  private registered: readonly string[] | null = null;
  private alter: (claims: Json) => Json = (claims) => claims;

  constructor(
    readonly standIn: StandIn,
    readonly url: string,
    private readonly accounts: readonly Account[],
    clock: Clock,
  ) {
    this.ledger = new Ledger(clock, standIn.tokens);
    this.clientId = `${standIn.id}-client`;
    this.clientSecret = `${standIn.id}-secret`;
  }

  /** Only these addresses are sent back to. Before it is called, every address is. */
  register(...redirectUris: string[]): void {
    this.registered = redirectUris;
  }

  /** @param failure null: none any more */
  fail(endpoint: Endpoint, failure: Failure | null, options?: FailureOptions): void {
    this.board.fail(endpoint, failure, options);
  }

  failureOf(endpoint: Endpoint): Failure | null {
    return this.board.failureOf(endpoint);
  }

  /** Keeps calls waiting, before they are answered, until they are released. */
  hold(endpoint: Endpoint): Hold {
    return this.board.hold(endpoint);
  }

  calls(endpoint?: Endpoint): readonly LoggedCall[] {
    return this.board.calls.filter((one) => endpoint === undefined || one.endpoint === endpoint);
  }

  count(endpoint?: Endpoint): number {
    return this.board.count(endpoint);
  }

  /** As if their time were over. */
  expireAccessTokens(): void {
    this.ledger.expireAccess();
  }

  /** As people do on the provider's own pages. @param login everybody, when it is missing @returns how many grants */
  withdraw(login?: string): number {
    return this.ledger.withdraw(login);
  }

  liveGrants(login?: string): number {
    return this.ledger.grantsOf(login).length;
  }

  /** Changes what id_tokens say. */
  alterClaims(alter: (claims: Json) => Json): void {
    this.alter = alter;
  }

  /** Switches every failure off, releases what waits and forgets what was asked; grants and addresses stay. */
  clear(): void {
    this.board.clear();
    this.alter = (claims) => claims;
  }

  /** @param stop ends waiting @returns null when the connection is cut */
  async answer(call: Call, stop: AbortSignal): Promise<Reply | null> {
    const endpoint = this.endpointOf(call);
    const trouble = this.board.take(endpoint);
    const logged: LoggedCall = { endpoint, call, failure: trouble?.failure ?? null, status: null };
    this.board.calls.push(logged);
    await this.board.pass(endpoint);
    const early = await mechanicalReply(trouble, stop);
    if (early === 'reset') return null;
    const reply = early ?? this.reply(endpoint, call, trouble);
    if (trouble?.failure === 'lost') return null;
    logged.status = reply.status;
    return reply;
  }

  private endpointOf({ method, path, body }: Call): Endpoint {
    const { paths, metadata = [] } = this.standIn;
    if (matches(paths.authorize, path)) return 'authorize';
    if (matches(paths.token, path) && method === 'POST')
      return body['grant_type'] === 'refresh_token' ? 'refresh' : 'token';
    if (paths.revoke !== undefined && matches(paths.revoke, path)) return 'revoke';
    return metadata.some((one) => matches(one.path, path)) ? 'metadata' : 'api';
  }

  private reply(endpoint: Endpoint, call: Call, trouble: Trouble | null): Reply {
    const { standIn, ledger, clientId, url, accounts } = this;
    switch (endpoint) {
      case 'authorize': {
        const knows = (uri: string): boolean => this.registered?.includes(uri) ?? true;
        return authorize({ standIn, ledger, clientId, url, accounts, knows }, call, trouble?.failure ?? null);
      }
      case 'token':
      case 'refresh': {
        const reply = answerToken(this.desk(), call, trouble);
        return standIn.negotiate?.(call, reply) ?? reply;
      }
      case 'revoke':
        return answerRevocation(this.desk(), call, trouble);
      case 'metadata':
        return answerMetadata(this.desk(), call);
      case 'api':
        return answerApi(this.desk(), call, trouble);
    }
  }

  private desk(): Desk {
    const { standIn, ledger, clientId, clientSecret } = this;
    return { standIn, ledger, clientId, clientSecret, place: (badly = false) => this.place(badly) };
  }

  private place(badly: boolean): Place {
    const { url, clientId, signer } = this;
    const sign = (claims: Json): string => {
      const token = signer.sign(this.alter(claims));
      return badly ? `${token.slice(0, token.lastIndexOf('.'))}.${'A'.repeat(342)}` : token;
    };
    return { url, clientId, sign, keys: () => signer.keys() };
  }
}
