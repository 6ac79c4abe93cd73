/** The way to a provider and back (RFC 6749, 4.1; RFC 7636; RFC 9700). */
import type { Digest } from '../../../../kernel/digest.js';
import type { Id } from '../../../../kernel/id.js';
import type { Provider } from '../providers/provider.js';
import type { ConfiguredProvider } from './provider-client.js';

/** What waits under a state. No secret: it is stored as it is. */
export interface PendingAuthorization {
  readonly tenantId: Id;
  readonly provider: string;
  readonly redirect: string | null;
  readonly shared: boolean;
  /** What is asked for. */
  readonly scopes: readonly string[];
  readonly connectionId: Id | null;
  /** Digest of what only the browser has that it began in. */
  readonly browser: string;
}

/** The verifier is made of the state with a key of ours: nothing to store, and nothing to guess from the state. */
export const pkceVerifier = (digest: Digest, state: string): string =>
  digest.keyed('connection-pkce', state).toString('base64url');

export const pkceChallenge = (digest: Digest, verifier: string): string =>
  digest.sha256(verifier).toString('base64url');

/**
 * @param wanted none: the provider's defaults
 * @param granted what there is already: asking for more must not lose it
 */
export function scopesToAskFor(
  { scopes }: Provider,
  wanted: readonly string[] | undefined,
  granted: readonly string[],
): string[] {
  return [...new Set([...scopes.always, ...granted, ...(wanted ?? scopes.defaults)])];
}

export function authorizationUrl(
  { provider, clientId, endpoints, callbackUrl }: ConfiguredProvider,
  request: { readonly state: string; readonly challenge: string; readonly scopes: readonly string[] },
): string {
  const { scopes, authorizeParams, pkce, scopeParams } = provider;
  const url = new URL(endpoints.authorize);
  const params = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callbackUrl,
    ...(scopeParams?.(request.scopes) ?? { scope: request.scopes.join(scopes.separator) }),
    ...authorizeParams,
    ...(pkce && { code_challenge: request.challenge, code_challenge_method: 'S256' }),
    state: request.state,
  };
  for (const [name, value] of Object.entries(params)) if (value !== '') url.searchParams.set(name, value);
  return url.href;
}
