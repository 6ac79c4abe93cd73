// What the principal may: a person on routes for people, else whoever holds the permission that the route names.
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { isSignedIn, type Principal } from '../../kernel/principal.js';
import { authenticationRequired, outOfScope, permissionDenied, personRequired } from './access.errors.js';
import { optionalProvider } from './optional-provider.js';
import { PermissionChecks } from './permission-checks.js';
import { routePolicy, type RoutePolicy } from './route-policy.js';

@Injectable()
export class PermissionGuard implements CanActivate {
  private checks: PermissionChecks | undefined;

  constructor(private readonly modules: ModuleRef) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const policy = routePolicy(context);
    if (policy.public) return true;
    const { principal } = context.getArgByIndex<FastifyRequest>(0);
    if (!principal) throw authenticationRequired();
    return policy.permissions ? this.permit(principal, policy.permissions) : admitPerson(principal, policy);
  }

  private permit(principal: Principal, permissions: readonly string[]): boolean | Promise<boolean> {
    const { scopes } = principal;
    const reachable = scopes ? permissions.filter((permission) => scopes.includes(permission)) : permissions;
    if (reachable.length === 0) throw outOfScope(permissions);
    this.checks ??= optionalProvider(this.modules, PermissionChecks);
    const held = this.checks?.holdsAny(principal, reachable) ?? false;
    return held instanceof Promise
      ? held.then((isHeld) => granted(isHeld, permissions))
      : granted(held, permissions);
  }
}

function granted(held: boolean, permissions: readonly string[]): true {
  if (!held) throw permissionDenied(permissions);
  return true;
}

function admitPerson(principal: Principal, { personalAccessTokens }: RoutePolicy): true {
  if (isSignedIn(principal) && !principal.scopes) return true;
  if (personalAccessTokens && principal.credential === 'personal-access-token') return true;
  throw personRequired();
}
