import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Digest } from '../../../../kernel/digest.js';
import type { Id } from '../../../../kernel/id.js';
import { ResolveSession, SessionCookies } from '../../../sessions/index.js';
import { BrowserCookie } from '../browser-cookie.js';

/**
 * Ties the way to a provider and back to one browser: whoever talks somebody into following a link of theirs would
 * otherwise find that person's account among their own connections (RFC 9700, 4.7).
 */
@Injectable()
export class ConnectingBrowser {
  constructor(
    private readonly cookie: BrowserCookie,
    private readonly cookies: SessionCookies,
    private readonly sessions: ResolveSession,
    private readonly digest: Digest,
  ) {}

  /** Leaves a secret in the browser, or keeps the one of another tab. @returns its digest */
  mark(request: FastifyRequest, reply: FastifyReply): string {
    return this.digestOfSecret(this.cookie.keep(request, reply));
  }

  digestOf(request: FastifyRequest): string | null {
    const secret = this.cookie.read(request);
    return secret === undefined ? null : this.digestOfSecret(secret);
  }

  /** Who is signed in there with a cookie; null: nobody. */
  async signedInAs(request: FastifyRequest): Promise<Id | null> {
    const cookie = this.cookies.read(request);
    const person = cookie === undefined ? null : await this.sessions.byCookie(cookie);
    return person?.userId ?? null;
  }

  private digestOfSecret(secret: string): string {
    return this.digest.sha256(secret).toString('base64url');
  }
}
