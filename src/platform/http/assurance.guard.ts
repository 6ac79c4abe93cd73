import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { UnknownElementException } from '@nestjs/core/errors/exceptions/unknown-element.exception.js';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../../kernel/clock.js';
import type { Assurance, Principal } from '../../kernel/principal.js';
import type { RequiredAssurance } from './access.js';
import { authenticationRequired, stepUpRequired } from './access.errors.js';
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
    return this.suffices(principal, required) || this.refuse(principal);
  }

  private suffices(principal: Principal, { level, maxAge }: RequiredAssurance): boolean {
    if (RANK[principal.acr] < RANK[level]) return false;
    if (maxAge === undefined) return true;
    return this.clock.now().getTime() - principal.authTime.getTime() <= maxAge * 1000;
  }

  private async refuse(principal: Principal): Promise<never> {
    throw stepUpRequired((await this.knownMethods()?.for(principal)) ?? DEFAULT_STEP_UP_METHODS);
  }

  /** Looked up when needed, not injected: the module that knows depends on this one, and may be absent. */
  private knownMethods(): StepUpMethods | undefined {
    try {
      return this.modules.get<StepUpMethods, StepUpMethods>(StepUpMethods, { strict: false });
    } catch (error) {
      if (error instanceof UnknownElementException) return undefined;
      throw error;
    }
  }
}
