import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  type ClientAuth,
  type ServerMetadata,
} from 'openid-client';
import type { Clock } from '../../../../kernel/clock.js';
import type { OAuthClient } from '../../../../platform/config/oauth-clients.js';
import { providerUnavailable } from '../../domain/sign-in/sign-in.errors.js';
import { logged } from './provider-failure.js';
import type { ProviderHttp } from './provider-http.js';

const KEPT_MS = 3_600_000;
export const TIMEOUT_SECONDS = 10;

interface Kept {
  readonly configuration: Promise<Configuration>;
  readonly until: number;
}

/** What an OpenID provider publishes about itself, looked up when it is first needed and then once an hour. */
export class OpenIdConnection {
  private kept: Kept | undefined;

  constructor(
    private readonly issuer: string,
    readonly client: OAuthClient,
    readonly http: ProviderHttp,
    private readonly clock: Clock,
    /** For stand-ins on this machine; production demands https. */
    private readonly allowHttp: boolean,
  ) {}

  /** @throws DomainError `oauth.provider-unavailable` */
  async get(): Promise<Configuration> {
    const now = this.clock.now().getTime();
    if (!this.kept || this.kept.until <= now) {
      const kept = { configuration: this.discover(), until: now + KEPT_MS };
      this.kept = kept;
      // A failure is not remembered: the next person may be luckier.
      kept.configuration.catch(() => {
        if (this.kept === kept) this.kept = undefined;
      });
    }
    return this.kept.configuration;
  }

  private async discover(): Promise<Configuration> {
    const { clientId, clientSecret } = this.client;
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- see `insecurely`; the library compares by identity
    const execute = this.allowHttp ? [allowInsecureRequests] : [];
    const options = { timeout: TIMEOUT_SECONDS, execute, [customFetch]: this.http.fetch };
    const authenticate = asPublished(clientSecret);
    try {
      const issuer = new URL(this.issuer);
      const found = await discovery(issuer, clientId, undefined, authenticate, options);
      const configuration = this.moved(found, authenticate);
      // The ID token comes straight from the provider over TLS; its signature is verified all the same.
      enableNonRepudiationChecks(configuration);
      return configuration;
    } catch (error) {
      throw logged(this.issuer, providerUnavailable(error));
    }
  }

  /** Stand-ins may have single endpoints elsewhere. */
  private moved(found: Configuration, authenticate: ClientAuth): Configuration {
    const { clientId, authorizeUrl, tokenUrl } = this.client;
    if (authorizeUrl === undefined && tokenUrl === undefined) return found;
    const published: ServerMetadata = found.serverMetadata();
    const metadata: ServerMetadata = {
      ...published,
      ...(authorizeUrl && { authorization_endpoint: authorizeUrl }),
      ...(tokenUrl && { token_endpoint: tokenUrl }),
    };
    const configuration = new Configuration(metadata, clientId, undefined, authenticate);
    configuration.timeout = TIMEOUT_SECONDS;
    configuration[customFetch] = this.http.fetch;
    if (this.allowHttp) insecurely(configuration);
    return configuration;
  }
}

/** RFC 8414: a server that does not say how clients authenticate wants Basic. */
function asPublished(secret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    (methods.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

/** Marked as deprecated to make it stand out; refused in production, where every address is https. */
export function insecurely(configuration: Configuration): void {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above
  allowInsecureRequests(configuration);
}
