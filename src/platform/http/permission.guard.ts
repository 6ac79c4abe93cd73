// What the principal may: a person on routes for people, else whoever holds the permission that the route names.
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { isSignedIn, type Principal } from '../../kernel/principal.js';
import type { RequiredPermission } from './access.js';
import { authenticationRequired, outOfScope, permissionDenied, personRequired } from './access.errors.js';
import { optionalProvider } from './optional-provider.js';
import { PermissionChecks, type GuardedResource } from './permission-checks.js';
import { routePolicy, type RoutePolicy } from './route-policy.js';

type Verdict = boolean | Promise<boolean>;

@Injectable()
export class PermissionGuard implements CanActivate {
  private checks: PermissionChecks | undefined;

  constructor(private readonly modules: ModuleRef) {}

  canActivate(context: ExecutionContext): Verdict {
    const policy = routePolicy(context);
    if (policy.public) return true;
    const request = context.getArgByIndex<FastifyRequest>(0);
    const { principal } = request;
    if (!principal) throw authenticationRequired();
    if (policy.anyCredential) return true;
    if (!policy.permission) return admitPerson(principal, policy);
    return this.permit(principal, policy.permission, request);
  }

  private permit(principal: Principal, required: RequiredPermission, request: FastifyRequest): Verdict {
    const { anyOf } = required;
    const { scopes } = principal;
    const reachable = scopes ? anyOf.filter((permission) => scopes.includes(permission)) : anyOf;
    if (reachable.length === 0) throw outOfScope(anyOf);
    const held = this.holdsAny(principal, reachable, resourceOf(required, request));
    const judge = (isHeld: boolean) => granted(isHeld, anyOf, principal);
    return held instanceof Promise ? held.then(judge) : judge(held);
  }

  private holdsAny(
    principal: Principal,
    [permission, ...others]: readonly string[],
    resource: GuardedResource | undefined,
  ): Verdict {
    this.checks ??= optionalProvider(this.modules, PermissionChecks);
    if (permission === undefined || !this.checks) return false;
    const held = this.checks.holds(principal, permission, resource);
    if (held instanceof Promise)
      return held.then((isHeld) => isHeld || this.holdsAny(principal, others, resource));
    return held || this.holdsAny(principal, others, resource);
  }
}

function resourceOf({ on, param }: RequiredPermission, request: FastifyRequest): GuardedResource | undefined {
  if (on === undefined) return undefined;
  const { [param]: id } = request.params as Readonly<Record<string, string>>;
  return { type: on, id: id?.toLowerCase() };
}

function granted(held: boolean, permissions: readonly string[], { tenantId }: Principal): true {
  const isOfTenants = !permissions.every((permission) => permission.startsWith('platform:'));
  if (!held) throw permissionDenied(permissions, tenantId !== null || !isOfTenants);
  return true;
}

function admitPerson(principal: Principal, { personalAccessTokens }: RoutePolicy): true {
  if (isSignedIn(principal) && !principal.scopes) return true;
  if (personalAccessTokens && principal.credential === 'personal-access-token') return true;
  throw personRequired();
}
