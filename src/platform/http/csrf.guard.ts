// Cross-site request forgery: a page elsewhere must not act with a visitor's cookie, nor sign a visitor in as its
// author (login CSRF). SameSite=Lax alone trusts every sibling subdomain.
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { csrfRefused } from './access.errors.js';
import { Origins } from './origins.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

@Injectable()
export class CsrfGuard implements CanActivate {
  constructor(private readonly origins: Origins) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.getArgByIndex<FastifyRequest>(0);
    // A bearer credential is put into a request by a program, never by a browser on its own.
    if (SAFE.has(request.method) || request.credentialTransport === 'bearer') return true;
    if (this.comesFromAllowedPage(request)) return true;
    if (request.credentialTransport === 'cookie' || this.comesFromPage(request)) throw csrfRefused();
    return true;
  }

  /** Neither header can be written by a page. */
  private comesFromAllowedPage({ headers }: FastifyRequest): boolean {
    if (headers['sec-fetch-site'] === 'same-origin') return true;
    return headers.origin !== undefined && this.origins.allows(headers.origin);
  }

  /** A browser says so; curl and native clients do not, and hold no cookie to misuse. */
  private comesFromPage({ headers }: FastifyRequest): boolean {
    const site = headers['sec-fetch-site'];
    return headers.origin !== undefined || (site !== undefined && site !== 'none');
  }
}
