import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atEndOfFile } from './cleanup.js';

export interface PersonAtGitHub {
  readonly id: number;
  readonly login: string;
  readonly name?: string | null;
  readonly emails: readonly { email: string; primary: boolean; verified: boolean }[];
}

interface Grant {
  readonly person: PersonAtGitHub;
  readonly redirectUri: string;
  readonly challenge: string;
}

/** GitHub as far as signing in goes: S256, codes that work once, errors with status 200, addresses asked for apart. */
export class GitHubStandIn {
  person: PersonAtGitHub = { id: 1, login: 'nobody', emails: [] };
  /** What the answer at the redirect says about who gave it. */
  iss: string | undefined;
  private readonly codes = new Map<string, Grant>();
  private readonly tokens = new Map<string, PersonAtGitHub>();

  private constructor(readonly url: string) {}

  static async start(): Promise<GitHubStandIn> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    atEndOfFile(() => void server.close());
    const standIn = new GitHubStandIn(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
    server.on('request', (request, response) => {
      void standIn.answer(request).then(({ status, location, body }) => {
        response.writeHead(status, { 'content-type': 'application/json', ...(location && { location }) });
        response.end(body === undefined ? undefined : JSON.stringify(body));
      });
    });
    return standIn;
  }

  settings(): Record<string, string> {
    return {
      GITHUB_CLIENT_ID: 'sallyport',
      GITHUB_CLIENT_SECRET: 'a secret between the two of them',
      GITHUB_AUTHORIZE_URL: `${this.url}/login/oauth/authorize`,
      GITHUB_TOKEN_URL: `${this.url}/login/oauth/access_token`,
      GITHUB_API_URL: this.url,
    };
  }

  private async answer(
    request: IncomingMessage,
  ): Promise<{ status: number; location?: string; body?: unknown }> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    if (pathname === '/login/oauth/authorize') return { status: 302, location: this.authorize(searchParams) };
    if (pathname === '/login/oauth/access_token')
      return { status: 200, body: this.redeem(new URLSearchParams(await textOf(request))) };
    const person = this.tokens.get((request.headers.authorization ?? '').replace(/^Bearer /i, ''));
    if (!person) return { status: 401, body: { message: 'Bad credentials' } };
    const { emails, ...user } = person;
    return { status: 200, body: pathname === '/user' ? user : emails };
  }

  private authorize(asked: URLSearchParams): string {
    const code = randomBytes(10).toString('hex');
    const redirectUri = asked.get('redirect_uri')!;
    this.codes.set(code, { person: this.person, redirectUri, challenge: asked.get('code_challenge')! });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.get('state')!);
    if (this.iss) back.searchParams.set('iss', this.iss);
    return back.href;
  }

  private redeem(form: URLSearchParams): unknown {
    const grant = this.codes.get(form.get('code') ?? '');
    this.codes.delete(form.get('code') ?? '');
    const proven = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!grant || grant.challenge !== proven || grant.redirectUri !== form.get('redirect_uri'))
      return {
        error: 'bad_verification_code',
        error_description: 'The code passed is incorrect or expired.',
      };
    const token = `gho_${randomBytes(18).toString('hex')}`;
    this.tokens.set(token, grant.person);
    return { access_token: token, token_type: 'bearer', scope: 'read:user,user:email' };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
