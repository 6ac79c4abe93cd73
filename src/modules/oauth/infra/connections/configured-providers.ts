import { Injectable } from '@nestjs/common';
import { Config } from '../../../../platform/config/config.js';
import type { OAuthClient } from '../../../../platform/config/oauth-clients.js';
import { settingsPrefix } from '../../application/connections/find-provider.js';
import type { ConfiguredProvider, ProviderCatalogue } from '../../domain/connections/provider-client.js';
import { PROVIDERS } from '../../domain/providers/catalogue.js';
import type { Endpoints, Provider } from '../../domain/providers/provider.js';

/** The described providers, each with the application that is configured for it. */
@Injectable()
export class ConfiguredProviders implements ProviderCatalogue {
  constructor(private readonly config: Config) {
    const known = new Set(PROVIDERS.map(({ id }) => settingsPrefix(id)));
    for (const prefix of config.oauthClients.keys())
      if (prefix.startsWith('CONNECT_') && !known.has(prefix))
        throw new Error(`${prefix}_CLIENT_ID: there is no such provider; known are ${[...known].join(', ')}`);
  }

  all() {
    return PROVIDERS.map((provider) => ({ provider, configured: this.clientOf(provider.id) !== undefined }));
  }

  configured(id: string): ConfiguredProvider | null {
    const provider = PROVIDERS.find((candidate) => candidate.id === id);
    const client = this.clientOf(id);
    if (!provider || !client) return null;
    return {
      provider,
      clientId: client.clientId,
      endpoints: endpointsOf(provider, client),
      // The public URL may be known only once the port is bound.
      callbackUrl: `${this.config.publicUrl}/api/v1/connections/${id}/callback`,
      issuer: client.issuer ?? provider.issuer ?? null,
    };
  }

  /** Whether an operator said where it is: only then may that be in a private network. */
  isStandIn(id: string): boolean {
    const client = this.clientOf(id);
    return Boolean(client?.tokenUrl ?? client?.apiUrl ?? client?.revokeUrl);
  }

  clientOf(id: string): OAuthClient | undefined {
    return this.config.oauthClients.get(settingsPrefix(id));
  }
}

function endpointsOf({ endpoints }: Provider, client: OAuthClient): Endpoints {
  const filled = (url: string): string =>
    url
      .replace('{tenant}', encodeURIComponent(client.tenant ?? 'common'))
      .replace('{client_id}', encodeURIComponent(client.clientId));
  const revoke = client.revokeUrl ?? endpoints.revoke;
  return {
    authorize: filled(client.authorizeUrl ?? endpoints.authorize),
    token: filled(client.tokenUrl ?? endpoints.token),
    ...(revoke && { revoke: filled(revoke) }),
    api: client.apiUrl ?? endpoints.api,
  };
}
