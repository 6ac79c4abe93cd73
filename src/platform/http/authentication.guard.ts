// Who is asking: exactly one credential per request, verified by the module that issued it.
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../kernel/principal.js';
import { authenticationRequired, credentialInvalid } from './access.errors.js';
import { CredentialStrategies } from './credential-strategies.js';
import { attempt, type CredentialStrategy } from './credential-strategy.js';
import { twoCredentials } from './http.errors.js';
import { routePolicy } from './route-policy.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** How the credential of an authenticated request travelled. */
    credentialTransport?: CredentialStrategy['transport'];
  }
}

@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(private readonly strategies: CredentialStrategies) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (routePolicy(context).public) return true;
    const request = context.getArgByIndex<FastifyRequest>(0);
    const strategy = this.strategyFor(request);
    const principal = attempt(strategy, request);
    return principal instanceof Promise
      ? principal.then((known) => accept(request, known, strategy))
      : accept(request, principal, strategy);
  }

  private strategyFor(request: FastifyRequest): CredentialStrategy {
    let found: CredentialStrategy | undefined;
    for (const strategy of this.strategies.all) {
      if (strategy.find(request) === undefined) continue;
      if (found) throw twoCredentials();
      found = strategy;
    }
    if (found) return found;
    throw request.headers.authorization === undefined ? authenticationRequired() : credentialInvalid();
  }
}

function accept(
  request: FastifyRequest,
  principal: Principal | null,
  { transport }: CredentialStrategy,
): true {
  if (!principal) throw credentialInvalid();
  request.principal = principal;
  request.credentialTransport = transport;
  request.facts.principal = principal;
  return true;
}
