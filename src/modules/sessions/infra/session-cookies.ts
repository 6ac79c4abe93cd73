import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../../platform/config/config.js';

const DEVICE_COOKIE_DAYS = 365;

/**
 * How a browser carries its session. `__Host-` makes the browser refuse the cookie unless it is Secure, for this
 * host only and for every path (RFC 6265bis, 4.1.3.2), so that a sibling subdomain cannot plant one.
 */
@Injectable()
export class SessionCookies {
  constructor(private readonly config: Config) {}

  read(request: FastifyRequest): string | undefined {
    return request.cookies[this.name('sallyport')];
  }

  write(reply: FastifyReply, secret: string, expiresAt: Date): void {
    void reply.setCookie(this.name('sallyport'), secret, { ...this.attributes(), expires: expiresAt });
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.name('sallyport'), this.attributes());
  }

  /** Marks the browser as one that its owner has signed in from; opens nothing by itself. */
  readDevice(request: FastifyRequest): string | undefined {
    return request.cookies[this.name('sallyport-device')];
  }

  writeDevice(reply: FastifyReply, secret: string): void {
    void reply.setCookie(this.name('sallyport-device'), secret, {
      ...this.attributes(),
      maxAge: DEVICE_COOKIE_DAYS * 86_400,
    });
  }

  private name(base: string): string {
    return this.config.secureCookies ? `__Host-${base}` : base;
  }

  private attributes() {
    return { path: '/', httpOnly: true, sameSite: 'lax', secure: this.config.secureCookies } as const;
  }
}
