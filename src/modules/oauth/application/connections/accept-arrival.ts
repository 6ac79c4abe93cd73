import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { SingleUse } from '../../../../kernel/single-use.js';
import type { PendingAuthorization } from '../../domain/connections/authorization.js';
import { callbackRefused } from '../../domain/connections/connections.errors.js';
import type { ConfiguredProvider } from '../../domain/connections/provider-client.js';
import { FindProvider } from './find-provider.js';

/** What came back with somebody from a provider. */
export interface Arrival {
  /** Of the path. */
  readonly provider: string;
  readonly state: string | undefined;
  readonly code: string | undefined;
  readonly error: string | undefined;
  /** What the provider says about the error. */
  readonly description: string | undefined;
  /** RFC 9207. */
  readonly issuer: string | undefined;
  /** Digest of what only the browser has that they come with; null: nothing. */
  readonly browser: string | null;
  /** Who is signed in in that browser. */
  readonly signedInAs: Id | null;
}

/** Somebody who began with us and a state of ours. */
export interface Accepted {
  readonly userId: Id;
  readonly state: string;
  readonly pending: PendingAuthorization;
  readonly configured: ConfiguredProvider;
}

/** Tells who comes back from a provider by the state that they bring. */
@Injectable()
export class AcceptArrival {
  constructor(
    private readonly singleUse: SingleUse,
    private readonly providers: FindProvider,
  ) {}

  /**
   * Looked at before it is spent: whoever learns of a state, or a scanner that follows links, does not use it up for
   * the browser that it belongs to. What does not fit is told like a state that nobody knows.
   */
  async execute({ state, provider, issuer, browser, signedInAs }: Arrival): Promise<Accepted> {
    const offered = state === undefined ? null : await this.singleUse.peek('connection-authorization', state);
    if (!offered?.userId || state === undefined) throw callbackRefused();
    const pending = offered.payload as unknown as PendingAuthorization;
    const isSamePerson = signedInAs === null ? browser === pending.browser : signedInAs === offered.userId;
    if (!isSamePerson) throw callbackRefused();
    const grant = await this.singleUse.consume('connection-authorization', state);
    if (!grant?.userId || pending.provider !== provider) throw callbackRefused();
    const configured = this.providers.execute(provider);
    if (issuer !== undefined && configured.issuer !== null && issuer !== configured.issuer)
      throw callbackRefused();
    return { userId: grant.userId, state, pending, configured };
  }
}
