import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { Config } from '../../../../platform/config/config.js';
import type { OAuthClient } from '../../../../platform/config/oauth-clients.js';
import { Metrics } from '../../../../platform/observability/metrics.js';
import { OutgoingHttp } from '../../../../platform/outgoing/outgoing-http.js';
import type { SignInProvider, SignInProviders } from '../../domain/sign-in/sign-in-provider.js';
import { GitHubSignInProvider } from './github-sign-in-provider.js';
import { GoogleSignInProvider } from './google-sign-in-provider.js';
import { OpenIdConnection } from './openid-connection.js';
import { OpenIdSignInProvider, readMicrosoftClaims, readOpenIdClaims } from './openid-sign-in-provider.js';
import { ProviderHttp } from './provider-http.js';

const OIDC = 'OIDC_';
const GOOGLE_ISSUER = 'https://accounts.google.com';
const GITHUB = 'https://github.com';

/** The providers whose client id and secret are set. Nothing is asked of them before somebody signs in. */
@Injectable()
export class ConfiguredSignInProviders implements SignInProviders {
  readonly all: readonly SignInProvider[];
  private readonly byId: ReadonlyMap<string, SignInProvider>;
  private readonly stale;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly outgoing: OutgoingHttp,
    metrics: Metrics,
  ) {
    const help = 'Times an OpenID provider did not say what it publishes, and what it said before was used';
    this.stale = metrics.counter('provider_metadata_stale_total', help, ['provider']);
    this.all = [...config.oauthClients]
      .flatMap(([prefix, client]) => this.make(prefix, client) ?? [])
      .sort((a, b) => a.name.localeCompare(b.name));
    this.byId = new Map(this.all.map((provider) => [provider.id, provider]));
  }

  find(id: string): SignInProvider | undefined {
    return this.byId.get(id);
  }

  redirectUri(id: string): string {
    return `${this.config.publicUrl}/api/v1/auth/oauth/${id}/callback`;
  }

  private make(prefix: string, client: OAuthClient): SignInProvider | undefined {
    if (prefix.startsWith(OIDC)) return this.openId(prefix.slice(OIDC.length), client);
    switch (prefix) {
      case 'GOOGLE':
        return new GoogleSignInProvider(
          this.connection('google', client.issuer ?? GOOGLE_ISSUER, client),
          this.clock,
        );
      case 'MICROSOFT':
        return this.microsoft(client);
      case 'GITHUB':
        return this.github(client);
      default:
        return undefined;
    }
  }

  private microsoft(client: OAuthClient): SignInProvider {
    const { issuer, tenant = 'common' } = client;
    const facts = {
      id: 'microsoft',
      name: 'Microsoft',
      kind: 'microsoft',
      read: readMicrosoftClaims,
    } as const;
    const usual = `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/v2.0`;
    return new OpenIdSignInProvider(facts, this.connection('microsoft', issuer ?? usual, client));
  }

  /** `OIDC_BIG_CORP` → `big-corp`, "Big Corp". */
  private openId(name: string, client: OAuthClient): SignInProvider {
    const words = name.toLowerCase().split('_').filter(Boolean);
    const shown = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join(' ');
    const facts = { id: words.join('-'), name: shown, kind: 'oidc', read: readOpenIdClaims } as const;
    return new OpenIdSignInProvider(facts, this.connection(facts.id, client.issuer ?? '', client));
  }

  private github(client: OAuthClient): SignInProvider {
    const http = new ProviderHttp(this.outgoing, 'github', client.issuer ?? GITHUB, client);
    return new GitHubSignInProvider(client, http, !this.config.production);
  }

  private connection(name: string, issuer: string, client: OAuthClient): OpenIdConnection {
    const http = new ProviderHttp(this.outgoing, name, issuer, client);
    const onStale = () => {
      this.stale.inc({ provider: name });
    };
    return new OpenIdConnection(issuer, client, http, this.clock, !this.config.production, onStale);
  }
}
