import { Injectable } from '@nestjs/common';
import { Digest } from '../../../../kernel/digest.js';
import { Decide } from '../../../authorization/index.js';
import { pkceVerifier } from '../../domain/connections/authorization.js';
import type { ConnectionAttempt } from '../../domain/connections/connection-attempts.js';
import { ProviderClient } from '../../domain/connections/provider-client.js';
import type { IssuedTokens } from '../../domain/providers/provider.js';
import { faultOfRedirect } from '../../domain/providers/read-answer.js';
import type { Accepted, Arrival } from './accept-arrival.js';
import type { ConsentedAccount } from './store-connection.js';

/** Why nothing comes of a consent. */
export interface Unredeemed {
  readonly refused: NonNullable<ConnectionAttempt['reason']>;
  /** What the provider handed out by then, which nobody will use. */
  readonly issued?: IssuedTokens;
}

/** Turns what somebody brought back from a provider into tokens, and finds out whose account they are for. */
@Injectable()
export class RedeemConsent {
  constructor(
    private readonly client: ProviderClient,
    private readonly decide: Decide,
    private readonly digest: Digest,
  ) {}

  async execute(
    accepted: Accepted,
    { error, description, code }: Arrival,
  ): Promise<ConsentedAccount | Unredeemed> {
    const { userId, state, pending, configured } = accepted;
    if (!(await this.mayConnect(accepted))) return { refused: 'permission_lost' };
    if (error !== undefined) return { refused: faultOfRedirect(configured.provider, error, description) };
    if (code === undefined) return { refused: 'provider_answer_invalid' };
    const exchanged = await this.client.exchange(configured, code, pkceVerifier(this.digest, state));
    if (exchanged.failure) return { refused: exchanged.failure.fault };
    const { value: issued } = exchanged;
    const account = await this.client.whoAmI(configured, issued.accessToken, issued.identity);
    if (account.failure) return { refused: account.failure.fault, issued };
    // The provider took its time: who left meanwhile would leave behind what nobody takes along any more.
    if (!(await this.mayConnect(accepted))) return { refused: 'permission_lost', issued };
    const durationMs = exchanged.durationMs + account.durationMs;
    return { userId, pending, account: account.value, issued, durationMs };
  }

  /** Rights that were lost meanwhile do not count any more; one that is shared already is only mended. */
  private async mayConnect({ userId, pending }: Accepted): Promise<boolean> {
    const subject = { type: 'user', id: userId } as const;
    const holds = (permission: string) => this.decide.holds(pending.tenantId, subject, { permission });
    const isNewlyShared = pending.shared && pending.connectionId === null;
    return (await holds('connection:create')) && (!isNewlyShared || holds('connection:manage'));
  }
}
