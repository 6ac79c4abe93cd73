import type { CustomFetch } from 'openid-client';
import type { OAuthClient } from '../../../../platform/config/oauth-clients.js';
import type {
  OutgoingAnswer,
  OutgoingHttp,
  OutgoingRequest,
} from '../../../../platform/outgoing/outgoing-http.js';

/** Answers that may not have a body. */
const EMPTY: readonly number[] = [204, 205, 304];
/** What a provider publishes is small; a megabyte of it is an attack. */
const MAX_BYTES = 262_144;

/**
 * The way out to one provider. Hosts that stand in the configuration may be anywhere; those that the provider names
 * itself must be public, or it could have us call what is near us.
 */
export class ProviderHttp {
  private readonly configured: ReadonlySet<string>;

  /** @param name for metrics */
  constructor(
    private readonly http: OutgoingHttp,
    private readonly name: string,
    issuer: string,
    { authorizeUrl, tokenUrl, apiUrl }: OAuthClient,
  ) {
    const urls = [issuer, authorizeUrl, tokenUrl, apiUrl].filter((url) => url !== undefined);
    this.configured = new Set(urls.map((url) => new URL(url).host));
  }

  /** @throws OutgoingFailure */
  send(request: Pick<OutgoingRequest, 'method' | 'url' | 'headers' | 'body'>): Promise<OutgoingAnswer> {
    const trusted = this.configured.has(new URL(request.url).host);
    return this.http.send({ ...request, name: this.name, trusted, maxBytes: MAX_BYTES });
  }

  /** For libraries that bring their own idea of a request. */
  readonly fetch: CustomFetch = async (url, { method, headers, body }) => {
    const answer = await this.send({
      ...{ method: method as OutgoingRequest['method'], url, headers },
      ...(body !== undefined && body !== null && { body: textOf(body) }),
    });
    const { status } = answer;
    return new Response(EMPTY.includes(status) ? null : answer.body, { status, headers: answer.headers });
  };
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError('providers are sent forms');
}
