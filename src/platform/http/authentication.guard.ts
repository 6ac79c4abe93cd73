// Who is asking: exactly one credential per request, verified by the module that issued it.
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../kernel/principal.js';
import { authenticationRequired } from './access.errors.js';
import { CredentialStrategies } from './credential-strategies.js';
import { attempt, type CredentialStrategy } from './credential-strategy.js';
import { twoCredentials } from './http.errors.js';
import { FailedCredentials } from './rate-limit/failed-credentials.js';
import { routePolicy } from './route-policy.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** How the credential of an authenticated request travelled. */
    credentialTransport?: CredentialStrategy['transport'];
  }
}

@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly strategies: CredentialStrategies,
    private readonly failed: FailedCredentials,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (routePolicy(context).public) return true;
    const request = context.getArgByIndex<FastifyRequest>(0);
    const strategy = this.strategyFor(request);
    if (!strategy) return this.refuse(request);
    this.failed.admit(request.facts.ip);
    const principal = attempt(strategy, request);
    return principal instanceof Promise
      ? principal.then((known) => this.conclude(request, known, strategy))
      : this.conclude(request, principal, strategy);
  }

  private conclude(
    request: FastifyRequest,
    principal: Principal | null,
    { transport }: CredentialStrategy,
  ): boolean | Promise<boolean> {
    if (!principal) return this.refuse(request);
    request.principal = principal;
    request.credentialTransport = transport;
    request.facts.principal = principal;
    return true;
  }

  private refuse(request: FastifyRequest): never | Promise<never> {
    const refusal = this.failed.refusal(request.facts.ip);
    if (!(refusal instanceof Promise)) throw refusal;
    return refusal.then((error) => {
      throw error;
    });
  }

  /** @returns nothing for a credential of no kind that we know */
  private strategyFor(request: FastifyRequest): CredentialStrategy | undefined {
    let found: CredentialStrategy | undefined;
    for (const strategy of this.strategies.all) {
      if (strategy.find(request) === undefined) continue;
      if (found) throw twoCredentials();
      found = strategy;
    }
    if (!found && request.headers.authorization === undefined) throw authenticationRequired();
    return found;
  }
}
