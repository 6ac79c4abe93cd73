/** Providers over HTTP. Every answer, whatever it looks like, becomes what was asked for or a fault of ours. */
import { Injectable } from '@nestjs/common';
import type { OAuthClient } from '../../../../platform/config/oauth-clients.js';
import type { OutgoingRequest } from '../../../../platform/outgoing/outgoing-http.js';
import type { ConnectionTokens } from '../../domain/connections/connection.js';
import type {
  ConfiguredProvider,
  ProviderClient,
  ProviderHealth,
  ProviderReply,
} from '../../domain/connections/provider-client.js';
import type { Fault } from '../../domain/providers/fault.js';
import type {
  IssuedTokens,
  JsonObject,
  ProviderAccount,
  ProviderAnswer,
} from '../../domain/providers/provider.js';
import { accountIn, tokensIn } from '../../domain/providers/read-answer.js';
import { ConfiguredProviders } from './configured-providers.js';
import { ProviderCalls, type CallKind } from './provider-calls.js';
import { accountRequest, revocationRequest, tokenRequest } from './provider-requests.js';

/** What a revocation wants to hear: it is over, whoever ended it. */
const OVER: readonly Fault[] = ['access_revoked', 'grant_rejected', 'refresh_expired'];

@Injectable()
export class HttpProviderClient implements ProviderClient {
  constructor(
    private readonly catalogue: ConfiguredProviders,
    private readonly calls: ProviderCalls,
  ) {}

  async exchange(configured: ConfiguredProvider, code: string, verifier: string) {
    const { provider, callbackUrl } = configured;
    return this.tokens(configured, 'exchange', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: callbackUrl,
      ...(provider.pkce && { code_verifier: verifier }),
    });
  }

  async refresh(configured: ConfiguredProvider, refreshToken: string) {
    return this.tokens(configured, 'refresh', { grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  async whoAmI(
    configured: ConfiguredProvider,
    accessToken: string,
    identity: JsonObject | null,
  ): Promise<ProviderReply<ProviderAccount>> {
    const request = accountRequest(configured, accessToken);
    const { provider } = configured;
    return this.call(configured, 'account', request, ({ body }) => accountIn(provider, body, identity));
  }

  async revoke(configured: ConfiguredProvider, tokens: ConnectionTokens): Promise<ProviderReply<boolean>> {
    const request = revocationRequest(configured, this.clientOf(configured), tokens);
    if (!request) return { value: false, durationMs: 0 };
    const reply = await this.call(configured, 'revoke', request, () => true);
    const isOver = reply.failure && OVER.includes(reply.failure.fault);
    return isOver ? { value: true, durationMs: reply.durationMs } : reply;
  }

  health(providerId: string): ProviderHealth {
    return this.calls.health(providerId);
  }

  private async tokens(
    configured: ConfiguredProvider,
    kind: CallKind,
    grant: Readonly<Record<string, string>>,
  ): Promise<ProviderReply<IssuedTokens>> {
    const request = tokenRequest(configured, this.clientOf(configured), grant);
    return this.call(configured, kind, request, ({ body }) => tokensIn(configured.provider, body));
  }

  private async call<T>(
    { provider }: ConfiguredProvider,
    kind: CallKind,
    request: OutgoingRequest,
    read: (answer: ProviderAnswer) => T | null,
  ): Promise<ProviderReply<T>> {
    const trusted = this.catalogue.isStandIn(provider.id);
    const { durationMs, ...heard } = await this.calls.make(provider, kind, { ...request, trusted });
    if ('failure' in heard) return { failure: heard.failure, durationMs };
    const value = read(heard.answer);
    if (value !== null) return { value, durationMs };
    // It did something, and did not say what.
    const fault = 'provider_answer_invalid';
    return { failure: { fault, mayHaveHappened: true, retryAfterSeconds: null }, durationMs };
  }

  private clientOf({ provider }: ConfiguredProvider): OAuthClient {
    return this.catalogue.clientOf(provider.id)!;
  }
}
