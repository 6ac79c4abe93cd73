import { applyDecorators, Session, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Assurance, Principal } from '../../kernel/principal.js';

/** Names in the OpenAPI document. */
export const COOKIE_SCHEME = 'session';
export const BEARER_SCHEME = 'bearer';

export const PUBLIC = 'access:public';
export const AUTHENTICATED = 'access:authenticated';
export const ASSURANCE = 'access:assurance';

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal;
  }
}

export interface RequiredAssurance {
  readonly level: Assurance;
  /** Seconds since the person last proved who they are; without it any age will do. */
  readonly maxAge?: number;
}

/** Anyone may call this. Credentials are not even looked at. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Any signed-in person may call this. */
export const RequireAuth = () => applyDecorators(SetMetadata(AUTHENTICATED, true), ...documented());

/** Signed in, at this assurance, proven at most `maxAge` seconds ago; else 403 `auth.step-up-required`. */
export const RequireAssurance = (level: Assurance, options: { maxAge?: number } = {}) =>
  applyDecorators(SetMetadata(ASSURANCE, { level, ...options } satisfies RequiredAssurance), ...documented());

/** Either credential will do. */
const documented = () => [ApiCookieAuth(COOKIE_SCHEME), ApiBearerAuth(BEARER_SCHEME)];

/**
 * The principal of an authenticated route. Nest's `@Session()` underneath is the one parameter that no pipe touches:
 * validating what we made ourselves would be a tenth of what a short request costs.
 */
export const CurrentPrincipal = (): ParameterDecorator => Session();

/** What `@CurrentPrincipal()` reads: `request.session`. */
export function principalOf(this: FastifyRequest): Principal {
  if (!this.principal) throw new Error('CurrentPrincipal on a route that is not authenticated');
  return this.principal;
}
