import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT, type JWTPayload, type CryptoKey } from 'jose';
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { atEndOfFile } from './cleanup.js';

/** Whoever sits at the provider's login page; the claims are what it says of them. */
export interface PersonAtProvider {
  readonly sub: string;
  readonly email?: string;
  /** Anything: providers are not to be trusted with types. */
  readonly email_verified?: unknown;
  readonly name?: string;
  readonly [claim: string]: unknown;
}

export interface ForgedToken {
  readonly claims?: (claims: JWTPayload) => JWTPayload;
  /** Signed with a key that the provider has never published. */
  readonly foreignKey?: boolean;
}

const CLIENT = { id: 'sallyport', secret: 'a secret between the two of them' };

/** A real OpenID provider on loopback. Whoever comes is `person`, without being asked. */
export class OpenIdProvider {
  person: PersonAtProvider = { sub: 'nobody' };
  /** What becomes of the next ID tokens. */
  forged: ForgedToken = {};
  /** The person says no, or the provider has a reason of its own. */
  refusal: { error: string; error_description?: string } | null = null;
  /** Everything, or only the token endpoint, answers 500. */
  broken: 'everything' | 'token' | null = null;
  /** How often each path was asked for. */
  readonly asked: string[] = [];

  private constructor(
    readonly issuer: string,
    private readonly keys: { own: CryptoKey; foreign: CryptoKey },
    readonly server: Server,
  ) {}

  /** The settings that make a node use it, e.g. for the prefix `OIDC_ACME`. */
  settings(prefix: string): Record<string, string> {
    return {
      [`${prefix}_ISSUER`]: this.issuer,
      [`${prefix}_CLIENT_ID`]: CLIENT.id,
      [`${prefix}_CLIENT_SECRET`]: CLIENT.secret,
    };
  }

  /** @param emailInToken whether the ID token holds what Google puts there, or the profile alone does */
  static async start({ emailInToken = true, post = false } = {}): Promise<OpenIdProvider> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    atEndOfFile(() => void server.close());
    const issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const [own, foreign] = await Promise.all([
      generateKeyPair('RS256', { extractable: true }),
      generateKeyPair('RS256'),
    ]);
    const keys = { own: own.privateKey, foreign: foreign.privateKey };
    const standIn = new OpenIdProvider(issuer, keys, server);
    const jwk = { ...(await exportJWK(own.privateKey)), kid: 'own', use: 'sig', alg: 'RS256' };
    const provider = new Provider(issuer, standIn.configuration(jwk, emailInToken, post));
    // Nodes listen on any port.
    provider.Client.prototype.redirectUriAllowed = () => true;
    provider.use(async (ctx, next) => standIn.answer(provider, ctx as KoaContextWithOIDC, next));
    const handle = provider.callback();
    server.on('request', (request, response) => void handle(request, response));
    return standIn;
  }

  private configuration(jwk: object, emailInToken: boolean, post: boolean): Configuration {
    return {
      jwks: { keys: [jwk] },
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: ['http://localhost/callback'],
          ...(post && { token_endpoint_auth_method: 'client_secret_post' }),
        },
      ],
      cookies: { keys: ['a key for the cookies of a stand-in'] },
      claims: {
        openid: ['sub', 'tid', 'oid', 'xms_edov'],
        email: ['email', 'email_verified'],
        profile: ['name'],
      },
      conformIdTokenClaims: !emailInToken,
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...this.person, sub }) }),
      loadExistingGrant: async (ctx) => {
        const { Grant } = ctx.oidc.provider;
        const grant = new Grant({
          clientId: ctx.oidc.client!.clientId,
          accountId: ctx.oidc.session!.accountId!,
        });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
      ttl: {
        AccessToken: 600,
        AuthorizationCode: 60,
        IdToken: 600,
        Interaction: 600,
        Session: 600,
        Grant: 600,
      },
    };
  }

  private async answer(
    provider: Provider,
    ctx: KoaContextWithOIDC,
    next: () => Promise<void>,
  ): Promise<void> {
    this.asked.push(ctx.path);
    if (this.broken === 'everything' || (this.broken === 'token' && ctx.path === '/token')) {
      ctx.status = 500;
      ctx.body = '<h1>Out of order</h1>';
      return;
    }
    if (ctx.path.startsWith('/interaction/')) {
      const result = this.refusal ?? { login: { accountId: this.person.sub, remember: false } };
      await provider.interactionFinished(ctx.req, ctx.res, result);
      ctx.respond = false;
      return;
    }
    await next();
    const body = ctx.body as { id_token?: string } | undefined;
    if (ctx.path === '/token' && body?.id_token) body.id_token = await this.sign(decodeJwt(body.id_token));
  }

  private async sign(claims: JWTPayload): Promise<string> {
    const { claims: change, foreignKey } = this.forged;
    const key = foreignKey ? this.keys.foreign : this.keys.own;
    const payload = change ? change(claims) : claims;
    return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'own' }).sign(key);
  }
}

/** A browser at providers: it keeps the cookies of each and follows them until they send it somewhere else. */
export async function followAtProvider(url: string): Promise<string> {
  const home = new URL(url).origin;
  const cookies = new Map<string, string>();
  let next = new URL(url);
  for (let hops = 0; next.origin === home; hops++) {
    if (hops > 10) throw new Error(`the provider sends the browser round in circles: ${next.href}`);
    const response = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      cookies.set(name!, value!);
    }
    const location = response.headers.get('location');
    if (!location)
      throw new Error(`the provider answers ${String(response.status)}: ${await response.text()}`);
    next = new URL(location, next);
  }
  return next.href;
}
