import { Injectable } from '@nestjs/common';
import type { DomainError } from '../../../../kernel/domain-error.js';
import { Digest } from '../../../../kernel/digest.js';
import type { Id } from '../../../../kernel/id.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { Decide } from '../../../authorization/index.js';
import { pkceVerifier } from '../../domain/connections/authorization.js';
import { ConnectionAttempts, type ConnectionAttempt } from '../../domain/connections/connection-attempts.js';
import { connectionNotMade } from '../../domain/connections/connections.errors.js';
import { ProviderClient } from '../../domain/connections/provider-client.js';
import { faultOfRedirect } from '../../domain/providers/read-answer.js';
import { AcceptArrival, type Accepted, type Arrival } from './accept-arrival.js';
import { StoreConnection, type ConsentedAccount } from './store-connection.js';

export interface Finished {
  readonly redirect: string | null;
  /** The connection that was made, or why there is none. */
  readonly outcome: { readonly connectionId: Id } | { readonly error: DomainError };
}

type Reason = NonNullable<ConnectionAttempt['reason']>;

/** Takes in somebody who comes back from a provider. */
@Injectable()
export class FinishAuthorization {
  constructor(
    private readonly acceptArrival: AcceptArrival,
    private readonly client: ProviderClient,
    private readonly decide: Decide,
    private readonly store: StoreConnection,
    private readonly attempts: ConnectionAttempts,
    private readonly unitOfWork: UnitOfWork,
    private readonly digest: Digest,
  ) {}

  /** @throws DomainError `connections.callback-refused` when nobody knows where this comes from */
  async execute(arrival: Arrival): Promise<Finished> {
    const accepted = await this.acceptArrival.execute(arrival);
    const { redirect } = accepted.pending;
    const consented = await this.ask(accepted, arrival);
    if (typeof consented === 'string') return this.failed(accepted, consented);
    const stored = await this.store.execute(consented);
    if (stored === null) return this.failed(accepted, 'account_mismatch');
    return { redirect, outcome: { connectionId: stored.id } };
  }

  /** @returns what was consented to, or why nothing was */
  private async ask(
    accepted: Accepted,
    { error, description, code }: Arrival,
  ): Promise<ConsentedAccount | Reason> {
    const { userId, state, pending, configured } = accepted;
    if (!(await this.mayConnect(accepted))) return 'permission_lost';
    if (error !== undefined) return faultOfRedirect(configured.provider, error, description);
    if (code === undefined) return 'provider_answer_invalid';
    const issued = await this.client.exchange(configured, code, pkceVerifier(this.digest, state));
    if (issued.failure) return issued.failure.fault;
    const { accessToken, identity } = issued.value;
    const account = await this.client.whoAmI(configured, accessToken, identity);
    if (account.failure) return account.failure.fault;
    // The provider took its time: who left meanwhile would leave behind what nobody takes along any more.
    if (!(await this.mayConnect(accepted))) return 'permission_lost';
    return {
      userId,
      pending,
      account: account.value,
      issued: issued.value,
      durationMs: issued.durationMs + account.durationMs,
    };
  }

  /** Rights that were lost meanwhile do not count any more; one that is shared already is only mended. */
  private async mayConnect({ userId, pending }: Accepted): Promise<boolean> {
    const subject = { type: 'user', id: userId } as const;
    const holds = (permission: string) => this.decide.holds(pending.tenantId, subject, { permission });
    const isNewlyShared = pending.shared && pending.connectionId === null;
    return (await holds('connection:create')) && (!isNewlyShared || holds('connection:manage'));
  }

  private async failed({ userId, pending }: Accepted, reason: Reason): Promise<Finished> {
    const { tenantId, provider, connectionId, redirect } = pending;
    await this.unitOfWork.run(
      () =>
        this.attempts.record({
          ...{ tenantId, provider, connectionId, by: userId, reason },
          ...{ kind: 'authorize', outcome: 'failed', durationMs: null },
        }),
      { tenantId },
    );
    return { redirect, outcome: { error: connectionNotMade(reason) } };
  }
}
