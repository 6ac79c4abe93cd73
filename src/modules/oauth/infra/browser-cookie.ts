import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Random } from '../../../kernel/random.js';
import { Config } from '../../../platform/config/config.js';

const SECRET_BYTES = 32;
const SECRET_FORM = /^[\w-]{43}$/;
/** As long as a sign-in may take, and a mailed confirmation after it. */
const KEPT_SECONDS = 40 * 60;

/**
 * Tells the browser that began something at a provider from others. Lax: it must come along when the provider sends the
 * browser back. Several tabs share it; their states keep them apart.
 */
@Injectable()
export class BrowserCookie {
  constructor(
    private readonly config: Config,
    private readonly random: Random,
  ) {}

  read(request: FastifyRequest): string | undefined {
    const secret = request.cookies[this.name];
    return secret !== undefined && SECRET_FORM.test(secret) ? secret : undefined;
  }

  /** The secret that this browser keeps from now on. */
  keep(request: FastifyRequest, reply: FastifyReply): string {
    const secret = this.read(request) ?? this.random.token(SECRET_BYTES);
    void reply.setCookie(this.name, secret, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.secureCookies,
      maxAge: KEPT_SECONDS,
    });
    return secret;
  }

  private get name(): string {
    return this.config.secureCookies ? '__Host-sallyport-oauth' : 'sallyport-oauth';
  }
}
