import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { DomainError } from '../../../../kernel/domain-error.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import type { ConnectionAttempt } from '../../domain/connections/connection-attempts.js';
import { isFresh, type StoredConnection } from '../../domain/connections/connection.js';
import {
  ProviderCatalogue,
  ProviderClient,
  type ConfiguredProvider,
} from '../../domain/connections/provider-client.js';
import { TokenVault } from '../../domain/connections/token-vault.js';
import type { Fault } from '../../domain/providers/fault.js';
import { RefreshConnection } from './refresh-connection.js';

/** What became of the consent at the provider. */
export interface Revoked extends Pick<ConnectionAttempt, 'outcome' | 'reason'> {
  readonly revocation: 'revoked' | 'unsupported' | 'failed';
  readonly durationMs: number;
}

/** Ends what was consented to, at the provider. */
@Injectable()
export class RevokeConsent {
  constructor(
    private readonly catalogue: ProviderCatalogue,
    private readonly client: ProviderClient,
    private readonly refresh: RefreshConnection,
    private readonly vault: TokenVault,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async execute(connection: StoredConnection): Promise<Revoked> {
    const configured = this.catalogue.configured(connection.provider);
    if (!configured) return notRevoked('client_misconfigured');
    const { tenantId } = connection;
    const current = await this.withLiveToken(connection, configured);
    const tokens = await this.unitOfWork.run(() => this.vault.open(current), { tenantId });
    if (!tokens) return notRevoked('tokens_unreadable');
    const { durationMs, ...reply } = await this.client.revoke(configured, tokens);
    if (reply.failure) return { ...notRevoked(reply.failure.fault), durationMs };
    return {
      revocation: reply.value ? 'revoked' : 'unsupported',
      ...{ outcome: 'completed', reason: null, durationMs },
    };
  }

  /** Where only a live access token ends the consent, one that is over would leave the refresh token in force. */
  private async withLiveToken(
    connection: StoredConnection,
    { provider }: ConfiguredProvider,
  ): Promise<StoredConnection> {
    const { tenantId, id, version, state, refreshable, accessExpiresAt } = connection;
    const isLive = isFresh(accessExpiresAt, this.clock.now());
    if (provider.revocation?.token !== 'access' || isLive || !refreshable || state !== 'active')
      return connection;
    return this.refresh.execute(tenantId, id, version).catch((error: unknown) => {
      if (error instanceof DomainError) return connection;
      throw error;
    });
  }
}

const notRevoked = (reason: Fault): Revoked => ({
  ...{ revocation: 'failed', outcome: 'failed', reason, durationMs: 0 },
});
