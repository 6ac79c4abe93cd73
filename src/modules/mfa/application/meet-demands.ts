import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { FactorRepository } from '../domain/factor.repository.js';
import { decideMove } from '../domain/mfa-decision.js';
import { enrolmentRequired, strongerProofRequired } from '../domain/mfa.errors.js';
import { MfaPolicies } from '../domain/mfa-policies.js';
import { acceptedKinds } from '../domain/mfa-policy.js';
import { ListStepUpMethods } from './list-step-up-methods.js';

/** Somebody who is signed in wants to work in another tenant: what they have proven must be enough for it. */
@Injectable()
export class MeetDemands {
  constructor(
    private readonly factors: FactorRepository,
    private readonly policies: MfaPolicies,
    private readonly stepUpMethods: ListStepUpMethods,
  ) {}

  /**
   * @param amr RFC 8176 names of what the session has proven
   * @throws DomainError `auth.step-up-required` naming the methods, `auth.mfa-enrolment-required` naming the factors
   */
  async execute(userId: Id, tenantId: Id, amr: readonly string[]): Promise<void> {
    const policy = await this.policies.of(userId, tenantId);
    const factors = await this.factors.summaryOf(userId);
    switch (decideMove({ amr, factors, policy })) {
      case 'complete':
        return;
      case 'step-up':
        throw strongerProofRequired(await this.stepUpMethods.execute(userId, amr));
      case 'enrol':
        throw enrolmentRequired(acceptedKinds(policy));
    }
  }
}
