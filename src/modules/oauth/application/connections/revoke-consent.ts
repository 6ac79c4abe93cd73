import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { DomainError } from '../../../../kernel/domain-error.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
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
export interface Revoked {
  readonly revocation: 'revoked' | 'unsupported' | 'failed';
  /** Of a failure. */
  readonly fault: Fault | null;
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
    if (typeof current === 'string') return notRevoked(current);
    const tokens = await this.unitOfWork.run(() => this.vault.open(current), { tenantId });
    if (!tokens) return notRevoked('tokens_unreadable');
    const { durationMs, ...reply } = await this.client.revoke(configured, tokens);
    if (reply.failure) return { ...notRevoked(reply.failure.fault), durationMs };
    return { revocation: reply.value ? 'revoked' : 'unsupported', fault: null, durationMs };
  }

  /**
   * Where only a live access token ends the consent, one that is over would leave the refresh token in force.
   * @returns why there is no live token though there may be one later
   */
  private async withLiveToken(
    connection: StoredConnection,
    { provider }: ConfiguredProvider,
  ): Promise<StoredConnection | Fault> {
    const { tenantId, id, version, refreshable } = connection;
    const isLive = isFresh(connection, this.clock.now());
    if (provider.revocation?.token !== 'access' || isLive || !refreshable || isOver(connection))
      return connection;
    try {
      const renewed = await this.refresh.execute(tenantId, id, version);
      return isOver(renewed) ? renewed : (renewed.reason ?? renewed);
    } catch (error) {
      if (error instanceof DomainError) return 'provider_unavailable';
      throw error;
    }
  }
}

/** There is nothing left to end. */
const isOver = ({ state }: StoredConnection): boolean => state === 'needs_reauth' || state === 'revoked';

const notRevoked = (fault: Fault): Revoked => ({ revocation: 'failed', fault, durationMs: 0 });
