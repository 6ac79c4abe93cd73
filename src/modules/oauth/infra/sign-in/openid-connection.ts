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
/** While the provider does not say, what it said last is true for so long, and it is asked again and again. */
const STALE_MS = 24 * KEPT_MS;
const AGAIN_MS = 60_000;
export const TIMEOUT_SECONDS = 10;

interface Known {
  readonly configuration: Configuration;
  readonly at: number;
}

/** What an OpenID provider publishes about itself, looked up when it is first needed and then once an hour. */
export class OpenIdConnection {
  private known: Known | undefined;
  private askAt = 0;
  private asking: Promise<Configuration> | undefined;

  constructor(
    private readonly issuer: string,
    readonly client: OAuthClient,
    readonly http: ProviderHttp,
    private readonly clock: Clock,
    /** For stand-ins on this machine; production demands https. */
    private readonly allowHttp: boolean,
    /** Told when what is known is older than it should be. */
    private readonly onStale: () => void,
  ) {}

  /** @throws DomainError `oauth.provider-unavailable` */
  async get(): Promise<Configuration> {
    const now = this.clock.now().getTime();
    if (this.known && now < this.askAt) return this.known.configuration;
    this.asking ??= this.renew(now).finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async renew(now: number): Promise<Configuration> {
    try {
      const configuration = await this.discover();
      this.known = { configuration, at: now };
      this.askAt = now + KEPT_MS;
      return configuration;
    } catch (error) {
      // Without anything known a failure is not remembered: the next person may be luckier.
      if (!this.known || now - this.known.at >= STALE_MS) throw error;
      this.askAt = now + AGAIN_MS;
      this.onStale();
      return this.known.configuration;
    }
  }

  private async discover(): Promise<Configuration> {
    const { clientId, clientSecret } = this.client;
    // oxlint-disable-next-line typescript/no-deprecated -- see `insecurely`; the library compares by identity
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
  // oxlint-disable-next-line typescript/no-deprecated -- see above
  allowInsecureRequests(configuration);
}
