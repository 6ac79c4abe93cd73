import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Person } from '../../../kernel/principal.js';
import { stepUpRequired } from '../../../platform/http/access.errors.js';
import { FactorStatus } from '../application/factor-status.js';
import { ListStepUpMethods } from '../application/list-step-up-methods.js';
import type { FactorKind } from '../domain/factor.js';
import { factorNotAllowed } from '../domain/mfa.errors.js';
import { MfaPolicies } from '../domain/mfa-policies.js';

/** How recent a second factor must be for what weakens an account. */
export const FRESH_SECONDS = 300;
/** Adding a factor takes a while: the telephone must be found first. */
const ENROLMENT_SECONDS = 900;

/**
 * Who may add a factor. A stolen session must not become a way in that lasts: whoever has a factor proves one for
 * another, and nobody adds the first one long after they signed in.
 */
@Injectable()
export class EnrolmentGate {
  constructor(
    private readonly factorStatus: FactorStatus,
    private readonly listMethods: ListStepUpMethods,
    private readonly policies: MfaPolicies,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.step-up-required`, `mfa.factor-not-allowed` */
  async pass({ userId, tenantId, amr, acr, authTime }: Person, kind: FactorKind): Promise<void> {
    const { allowedFactors } = await this.policies.of(userId, tenantId);
    if (!allowedFactors.includes(kind)) throw factorNotAllowed();
    const fresh = this.clock.now().getTime() - authTime.getTime() <= ENROLMENT_SECONDS * 1000;
    const strong = acr === 'aal2' || !(await this.factorStatus.isEnabled(userId));
    if (!fresh || !strong) throw stepUpRequired(await this.listMethods.execute(userId, amr));
  }
}
