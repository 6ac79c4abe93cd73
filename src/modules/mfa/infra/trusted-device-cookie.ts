import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../../platform/config/config.js';
import type { DeviceTrust } from '../application/trust-device.js';

/** What a trusted browser keeps. Together with the password it stands for a second factor, so it never leaves HttpOnly. */
@Injectable()
export class TrustedDeviceCookie {
  constructor(private readonly config: Config) {}

  read(request: FastifyRequest): string | undefined {
    return request.cookies[this.name];
  }

  write(reply: FastifyReply, { secret, expiresAt }: DeviceTrust): void {
    void reply.setCookie(this.name, secret, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.config.secureCookies,
      expires: expiresAt,
    });
  }

  private get name(): string {
    return this.config.secureCookies ? '__Host-sallyport-trusted' : 'sallyport-trusted';
  }
}
