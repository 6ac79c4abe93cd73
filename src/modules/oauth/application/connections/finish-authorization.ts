import { Injectable } from '@nestjs/common';
import type { DomainError } from '../../../../kernel/domain-error.js';
import type { Id } from '../../../../kernel/id.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { ConnectionAttempts } from '../../domain/connections/connection-attempts.js';
import { connectionNotMade } from '../../domain/connections/connections.errors.js';
import { ProviderClient } from '../../domain/connections/provider-client.js';
import type { IssuedTokens } from '../../domain/providers/provider.js';
import { AcceptArrival, type Accepted, type Arrival } from './accept-arrival.js';
import { RedeemConsent, type Unredeemed } from './redeem-consent.js';
import { StoreConnection } from './store-connection.js';

export interface Finished {
  readonly redirect: string | null;
  /** The connection that was made, or why there is none. */
  readonly outcome: { readonly connectionId: Id } | { readonly error: DomainError };
}

/** Takes in somebody who comes back from a provider. */
@Injectable()
export class FinishAuthorization {
  constructor(
    private readonly acceptArrival: AcceptArrival,
    private readonly redeem: RedeemConsent,
    private readonly store: StoreConnection,
    private readonly client: ProviderClient,
    private readonly attempts: ConnectionAttempts,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws DomainError `connections.callback-refused` when nobody knows where this comes from */
  async execute(arrival: Arrival): Promise<Finished> {
    const accepted = await this.acceptArrival.execute(arrival);
    const redeemed = await this.redeem.execute(accepted, arrival);
    if ('refused' in redeemed) return this.failed(accepted, redeemed);
    const stored = await this.store.execute(redeemed);
    const { issued } = redeemed;
    if (stored === null) return this.failed(accepted, { refused: 'account_mismatch', issued });
    return { redirect: accepted.pending.redirect, outcome: { connectionId: stored.id } };
  }

  private async failed(accepted: Accepted, { refused: reason, issued }: Unredeemed): Promise<Finished> {
    const { tenantId, provider, connectionId, redirect } = accepted.pending;
    const attempt = { tenantId, provider, by: accepted.userId } as const;
    const revoked = issued && (await this.revoke(accepted, issued));
    await this.unitOfWork.run(
      async () => {
        const failure = { connectionId, reason, outcome: 'failed', durationMs: null } as const;
        await this.attempts.record({ ...attempt, ...failure, kind: 'authorize' });
        if (revoked)
          await this.attempts.record({ ...attempt, ...revoked, connectionId: null, kind: 'revoke' });
      },
      { tenantId },
    );
    return { redirect, outcome: { error: connectionNotMade(reason) } };
  }

  /** Tokens that nobody will use; never at the cost of others of the same account, in whatever tenant they are. */
  private async revoke({ configured }: Accepted, issued: IssuedTokens) {
    if (!configured.provider.revocation?.alone) return null;
    const { failure, durationMs } = await this.client.revoke(configured, issued);
    return {
      outcome: failure ? 'failed' : 'completed',
      reason: failure?.fault ?? null,
      durationMs: Math.round(durationMs),
    } as const;
  }
}
