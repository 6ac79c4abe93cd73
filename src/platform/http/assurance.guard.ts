import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../../kernel/clock.js';
import { isSignedIn, type Assurance, type Person } from '../../kernel/principal.js';
import type { RequiredAssurance } from './access.js';
import { authenticationRequired, personRequired, stepUpRequired } from './access.errors.js';
import { optionalProvider } from './optional-provider.js';
import { routePolicy } from './route-policy.js';
import { DEFAULT_STEP_UP_METHODS, StepUpMethods } from './step-up-methods.js';

const RANK: Readonly<Record<Assurance, number>> = { aal1: 1, aal2: 2 };

/** Enforces `@RequireAssurance`: strong enough, and recent enough. */
@Injectable()
export class AssuranceGuard implements CanActivate {
  constructor(
    private readonly clock: Clock,
    private readonly modules: ModuleRef,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const required = routePolicy(context).assurance;
    if (!required) return true;
    const { principal } = context.getArgByIndex<FastifyRequest>(0);
    if (!principal) throw authenticationRequired();
    if (!isSignedIn(principal)) throw personRequired();
    return this.suffices(principal, required) || this.refuse(principal);
  }

  private suffices(principal: Person, { level, maxAge }: RequiredAssurance): boolean {
    if (RANK[principal.acr] < RANK[level]) return false;
    if (maxAge === undefined) return true;
    return this.clock.now().getTime() - principal.authTime.getTime() <= maxAge * 1000;
  }

  private async refuse(principal: Person): Promise<never> {
    const methods = await optionalProvider(this.modules, StepUpMethods)?.for(principal);
    throw stepUpRequired(methods ?? DEFAULT_STEP_UP_METHODS);
  }
}
