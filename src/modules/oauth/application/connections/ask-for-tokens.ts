import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import type { ClaimedConnection } from '../../domain/connections/connections.js';
import {
  ProviderCatalogue,
  ProviderClient,
  type ProviderFailure,
} from '../../domain/connections/provider-client.js';
import { TokenVault } from '../../domain/connections/token-vault.js';
import type { Fault } from '../../domain/providers/fault.js';
import type { IssuedTokens } from '../../domain/providers/provider.js';

/** How asking the provider went. */
export type Asked =
  | { readonly issued: IssuedTokens; readonly refreshToken: string; readonly durationMs: number }
  | { readonly fault: Fault; readonly retryAfterSeconds: number | null; readonly durationMs: number };

/** Asks a provider for new tokens with the refresh token that is kept. */
@Injectable()
export class AskForTokens {
  constructor(
    private readonly catalogue: ProviderCatalogue,
    private readonly client: ProviderClient,
    private readonly vault: TokenVault,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async execute(claimed: ClaimedConnection): Promise<Asked> {
    const without = (fault: Fault): Asked => ({ fault, retryAfterSeconds: null, durationMs: 0 });
    const configured = this.catalogue.configured(claimed.provider);
    if (!configured) return without('client_misconfigured');
    const { tenantId } = claimed;
    const tokens = await this.unitOfWork.run(() => this.vault.open(claimed), { tenantId });
    if (!tokens) return without('tokens_unreadable');
    const { refreshToken } = tokens;
    if (refreshToken === null) return without('no_refresh_token');
    const { durationMs, ...reply } = await this.client.refresh(configured, refreshToken);
    if (!reply.failure) return { issued: reply.value, refreshToken, durationMs };
    const { retryAfterSeconds } = reply.failure;
    return { fault: faultOf(claimed, reply.failure), retryAfterSeconds, durationMs };
  }
}

/** A refresh token that is refused after it may have been used up is not one that the person withdrew. */
function faultOf(
  { interrupted, reason }: ClaimedConnection,
  { fault, mayHaveHappened }: ProviderFailure,
): Fault {
  const wasUnclear = reason === 'provider_unavailable' || reason === 'provider_answer_invalid';
  return fault === 'grant_rejected' && (interrupted || mayHaveHappened || wasUnclear)
    ? 'refresh_interrupted'
    : fault;
}
