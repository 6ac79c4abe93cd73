import type { Fault } from '../providers/fault.js';
import type {
  Endpoints,
  IssuedTokens,
  JsonObject,
  Provider,
  ProviderAccount,
} from '../providers/provider.js';

/** A provider for which an application is configured. */
export interface ConfiguredProvider {
  readonly provider: Provider;
  readonly clientId: string;
  readonly endpoints: Endpoints;
  /** Where the provider sends people back to, as it is registered there. */
  readonly callbackUrl: string;
  /** RFC 9207: who must say that the answer is theirs, where they say it at all; null: not known. */
  readonly issuer: string | null;
}

/** How a provider is doing, as far as this node has seen. */
export interface ProviderHealth {
  /** `down`: it is not even asked for the moment. */
  readonly state: 'unknown' | 'healthy' | 'failing' | 'down';
  readonly lastSuccessAt: Date | null;
  readonly lastFailureAt: Date | null;
}

export abstract class ProviderCatalogue {
  abstract all(): readonly { readonly provider: Provider; readonly configured: boolean }[];
  /** Null: no such provider, or no application configured for it. */
  abstract configured(id: string): ConfiguredProvider | null;
}

export interface ProviderFailure {
  readonly fault: Fault;
  /** The provider may have done what was asked although nothing of it was heard. */
  readonly mayHaveHappened: boolean;
  /** What the provider asked for. */
  readonly retryAfterSeconds: number | null;
}

/** Either what was asked for, or why not; and how long it took, in milliseconds. */
export type ProviderReply<T> = { readonly durationMs: number } & (
  | { readonly value: T; readonly failure?: undefined }
  | { readonly failure: ProviderFailure }
);

/** What can be asked of a provider. Failures are answers, not errors: providers fail as a matter of course. */
export abstract class ProviderClient {
  /** @param verifier of PKCE, where the provider knows it */
  abstract exchange(
    provider: ConfiguredProvider,
    code: string,
    verifier: string,
  ): Promise<ProviderReply<IssuedTokens>>;
  abstract refresh(provider: ConfiguredProvider, refreshToken: string): Promise<ProviderReply<IssuedTokens>>;
  /** @param identity claims that came with the tokens */
  abstract whoAmI(
    provider: ConfiguredProvider,
    accessToken: string,
    identity: JsonObject | null,
  ): Promise<ProviderReply<ProviderAccount>>;
  /** @returns a value of false where the provider has no way to revoke */
  abstract revoke(
    provider: ConfiguredProvider,
    tokens: { readonly accessToken: string; readonly refreshToken: string | null },
  ): Promise<ProviderReply<boolean>>;
  abstract health(providerId: string): ProviderHealth;
}
