import {
  applyDecorators,
  createParamDecorator,
  Session,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Id } from '../../kernel/id.js';
import type { Assurance, Principal } from '../../kernel/principal.js';
import { noActiveTenant } from './access.errors.js';

/** Names in the OpenAPI document. */
export const COOKIE_SCHEME = 'session';
export const BEARER_SCHEME = 'bearer';
/** How OAuth clients authenticate, at the endpoints that are for them. */
export const CLIENT_SCHEME = 'client';

export const PUBLIC = 'access:public';
export const AUTHENTICATED = 'access:authenticated';
export const PERMISSION = 'access:permission';
export const ANY_CREDENTIAL = 'access:any-credential';
export const ASSURANCE = 'access:assurance';

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal;
  }
}

/** `resource:action`, as the permission catalogue has it. */
export type PermissionName = `${string}:${string}`;

export interface AuthenticatedAccess {
  /** Whether a personal access token will do. Without it only somebody who signed in themselves gets through. */
  readonly personalAccessTokens: boolean;
}

export interface RequiredAssurance {
  readonly level: Assurance;
  /** Seconds since the person last proved who they are; without it any age will do. */
  readonly maxAge?: number;
}

/** Anyone may call this. Credentials are not even looked at. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Any signed-in person may call this: what is done with one's own account. The default of a route that says nothing. */
export const RequireAuth = ({ personalAccessTokens = false }: Partial<AuthenticatedAccess> = {}) =>
  decision(AUTHENTICATED, { personalAccessTokens } satisfies AuthenticatedAccess);

/** Whoever shows any valid credential may call this: what it answers depends on who that is. */
export const RequireCredential = () => decision(ANY_CREDENTIAL, true);

export interface RequiredPermission {
  /** Any one of these will do. */
  readonly anyOf: readonly PermissionName[];
  /** The type of resource that the route is about: grants on it count too. */
  readonly on?: string;
  /** The path parameter that names the resource; a route without it is about all that the caller can reach. */
  readonly param: string;
}

interface OnResource {
  readonly on: string;
  readonly param?: string;
}

/**
 * Whoever holds this permission in the active tenant may call this: people, personal access tokens that have it among
 * their scopes, service accounts. Else 403 `authz.permission-denied`.
 * @param options.on type of the resource whose id is the path parameter `id` (or `options.param`): whoever was granted
 *   the permission on that one resource may too; on a route without the parameter, whoever was granted it on any
 */
export const RequirePermission = (permission: PermissionName, options?: OnResource) =>
  permitted({ anyOf: [permission], param: 'id', ...options });

/** As `@RequirePermission`, with one of several. */
export const RequireAnyPermission = (...permissions: [PermissionName, ...PermissionName[]]) =>
  permitted({ anyOf: permissions, param: 'id' });

/** Any one of the permissions will do; the OpenAPI document says so too. */
const permitted = (required: RequiredPermission) =>
  applyDecorators(decision(PERMISSION, required), ApiExtension('x-permissions', required.anyOf));

/**
 * Signed in, at this assurance, proven at most `maxAge` seconds ago; else 403 `auth.step-up-required`. Alone, or
 * beside `@RequirePermission`.
 */
export const RequireAssurance = (level: Assurance, options: { maxAge?: number } = {}) =>
  decision(ASSURANCE, { level, ...options } satisfies RequiredAssurance);

/** Either credential will do. */
const decision = (key: string, value: unknown) =>
  applyDecorators(SetMetadata(key, value), ApiCookieAuth(COOKIE_SCHEME), ApiBearerAuth(BEARER_SCHEME));

/**
 * Who is asking: a `Person` where the route is for people (`@RequireAuth`, `@RequireAssurance`), else any `Principal`.
 * Nest's `@Session()` underneath is the one parameter that no pipe touches: validating what we made ourselves would be
 * a tenth of what a short request costs.
 */
export const CurrentPrincipal = (): ParameterDecorator => Session();

/** The same, by the name that reads better where the route is for people: `@CurrentUser() user: Person`. */
export const CurrentUser = (): ParameterDecorator => CurrentPrincipal();

/** The id of the tenant that the request works in. @throws DomainError `tenancy.no-active-tenant` */
export const CurrentTenant = createParamDecorator((_: unknown, context: ExecutionContext): Id => {
  const { principal } = context.getArgByIndex<FastifyRequest>(0);
  if (!principal?.tenantId) throw noActiveTenant();
  return principal.tenantId;
});

/** What `@CurrentPrincipal()` reads: `request.session`. */
export function principalOf(this: FastifyRequest): Principal {
  if (!this.principal) throw new Error('CurrentPrincipal on a route that is not authenticated');
  return this.principal;
}
