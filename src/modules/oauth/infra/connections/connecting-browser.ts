import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Digest } from '../../../../kernel/digest.js';
import type { Id } from '../../../../kernel/id.js';
import { Random } from '../../../../kernel/random.js';
import { Config } from '../../../../platform/config/config.js';
import { ResolveSession, SessionCookies } from '../../../sessions/index.js';

const MINUTES = 10;
const FORM = /^[\w-]{43}$/;

/**
 * Ties the way to a provider and back to one browser: whoever talks somebody into following a link of theirs would
 * otherwise find that person's account among their own connections (RFC 9700, 4.7).
 */
@Injectable()
export class ConnectingBrowser {
  constructor(
    private readonly config: Config,
    private readonly cookies: SessionCookies,
    private readonly sessions: ResolveSession,
    private readonly random: Random,
    private readonly digest: Digest,
  ) {}

  /** Leaves a secret in the browser, or keeps the one of another tab. @returns its digest */
  mark(request: FastifyRequest, reply: FastifyReply): string {
    const secret = this.secretIn(request) ?? this.random.token(32);
    void reply.setCookie(this.name, secret, {
      ...{ path: '/', httpOnly: true, sameSite: 'lax', maxAge: MINUTES * 60 },
      secure: this.config.secureCookies,
    });
    return this.digestOfSecret(secret);
  }

  digestOf(request: FastifyRequest): string | null {
    const secret = this.secretIn(request);
    return secret === undefined ? null : this.digestOfSecret(secret);
  }

  /** Who is signed in there with a cookie; null: nobody. */
  async signedInAs(request: FastifyRequest): Promise<Id | null> {
    const cookie = this.cookies.read(request);
    const person = cookie === undefined ? null : await this.sessions.byCookie(cookie);
    return person?.userId ?? null;
  }

  private secretIn(request: FastifyRequest): string | undefined {
    const secret = request.cookies[this.name];
    return secret !== undefined && FORM.test(secret) ? secret : undefined;
  }

  private digestOfSecret(secret: string): string {
    return this.digest.sha256(secret).toString('base64url');
  }

  private get name(): string {
    return this.config.secureCookies ? '__Host-sallyport-connect' : 'sallyport-connect';
  }
}
