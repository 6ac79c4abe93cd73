import { createHash, randomBytes } from 'node:crypto';
import { faultOf, tokensIn } from '../../src/modules/oauth/domain/providers/read-answer.js';
import type {
  IssuedTokens,
  JsonObject,
  Provider,
} from '../../src/modules/oauth/domain/providers/provider.js';
import type { PlayedProvider } from '../../examples/providers/played-provider.js';
import type { Choice, StandIns } from '../../examples/providers/stand-ins.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: JsonObject | null;
}

/** Uses a provider as its descriptor says, and by nothing else: what the service does, in a few lines. */
export class ProviderDriver {
  readonly redirectUri = 'http://localhost:3000/callback';
  readonly verifier = randomBytes(32).toString('base64url');
  private readonly played: PlayedProvider;
  private readonly environment: Readonly<Record<string, string>>;

  constructor(
    private readonly provider: Provider,
    private readonly standIns: StandIns,
    /** Default: the one that the provider knows. */
    private readonly clientSecret = standIns.provider(provider.id).clientSecret,
  ) {
    this.played = standIns.provider(provider.id);
    this.environment = standIns.environment;
  }

  authorizationUrl(scopes: readonly string[], more: Readonly<Record<string, string>> = {}): string {
    const { provider } = this;
    const url = new URL(this.setting('AUTHORIZE_URL'));
    const challenge = createHash('sha256').update(this.verifier).digest('base64url');
    const params = {
      response_type: 'code',
      client_id: this.played.clientId,
      redirect_uri: this.redirectUri,
      ...(provider.scopeParams?.(scopes) ?? { scope: scopes.join(provider.scopes.separator) }),
      ...provider.authorizeParams,
      ...(provider.pkce && { code_challenge: challenge, code_challenge_method: 'S256' }),
      state: 'a state / with + signs',
      ...more,
    };
    for (const [name, value] of Object.entries(params)) if (value !== '') url.searchParams.set(name, value);
    return url.href;
  }

  defaultScopes(): readonly string[] {
    return [...this.provider.scopes.always, ...this.provider.scopes.defaults];
  }

  async code(choice?: Choice, scopes = this.defaultScopes()): Promise<string> {
    const back = new URL(await this.standIns.consent(this.authorizationUrl(scopes), choice));
    return back.searchParams.get('code') ?? '';
  }

  async connect(choice?: Choice, scopes?: readonly string[]): Promise<IssuedTokens> {
    const tokens = tokensIn(this.provider, (await this.exchange(await this.code(choice, scopes))).body);
    if (!tokens) throw new Error(`${this.provider.id} gave no tokens`);
    return tokens;
  }

  exchange(code: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const verifier: Record<string, string> = this.provider.pkce ? { code_verifier: this.verifier } : {};
    return this.token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirectUri,
      ...verifier,
      ...more,
    });
  }

  refresh(refreshToken: string | null): Promise<Answer> {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken ?? '' });
  }

  whoAmI(accessToken: string): Promise<Answer> {
    const { account } = this.provider;
    return ask(this.setting('API_URL') + account.path, {
      method: account.method,
      headers: { ...account.headers, authorization: `Bearer ${accessToken}` },
    });
  }

  revoke(tokens: IssuedTokens): Promise<Answer> {
    const { revocation } = this.provider;
    if (!revocation) throw new Error(`${this.provider.id} cannot revoke`);
    const token =
      revocation.token === 'refresh' ? (tokens.refreshToken ?? tokens.accessToken) : tokens.accessToken;
    const { clientSecret } = this;
    const { clientId } = this.played;
    const body = {
      ...(revocation.field && { [revocation.field]: token }),
      ...(revocation.auth === 'post' && { client_id: clientId, client_secret: clientSecret }),
    };
    return ask(this.setting('REVOKE_URL'), {
      method: revocation.method,
      headers: {
        ...(revocation.auth === 'bearer' && { authorization: `Bearer ${token}` }),
        ...(revocation.auth === 'basic' && { authorization: basic(clientId, clientSecret) }),
        ...(revocation.body !== 'none' && { 'content-type': TYPES[revocation.body] }),
      },
      ...(revocation.body !== 'none' && { body: encoded(body, revocation.body) }),
    });
  }

  faultOf({ status, body }: Answer): string | null {
    return faultOf(this.provider, { status, body });
  }

  private token(params: Readonly<Record<string, string>>): Promise<Answer> {
    const { clientAuth, body, headers } = this.provider.tokens;
    const { clientSecret } = this;
    const { clientId } = this.played;
    const credentials = { client_id: clientId, client_secret: clientSecret };
    return ask(this.setting('TOKEN_URL'), {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': TYPES[body],
        ...(clientAuth === 'basic' && { authorization: basic(clientId, clientSecret) }),
      },
      body: encoded({ ...params, ...(clientAuth === 'post' && credentials) }, body),
    });
  }

  private setting(name: string): string {
    return this.environment[`CONNECT_${this.provider.id.toUpperCase().replaceAll('-', '_')}_${name}`] ?? '';
  }
}

const TYPES = { form: 'application/x-www-form-urlencoded', json: 'application/json' } as const;

const encoded = (params: Readonly<Record<string, string>>, how: 'form' | 'json'): string =>
  how === 'json' ? JSON.stringify(params) : new URLSearchParams(params).toString();

const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

/** Follows no redirects. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: objectOf(text) };
}

function objectOf(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : null;
  } catch {
    return null;
  }
}
