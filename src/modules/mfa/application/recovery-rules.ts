import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { recoveryUnavailable } from '../domain/mfa.errors.js';
import { MfaPolicies, MfaSettings } from '../domain/mfa-policies.js';

/** Whether somebody may get rid of factors that they lost, and after how long. */
@Injectable()
export class RecoveryRules {
  constructor(
    private readonly policies: MfaPolicies,
    private readonly settings: MfaSettings,
  ) {}

  /** @returns the waiting period @throws DomainError `mfa.recovery-unavailable` */
  async hoursFor(userId: Id): Promise<number> {
    const { recovery } = await this.policies.of(userId, null);
    if (!recovery) throw recoveryUnavailable();
    return this.settings.recoveryHours;
  }
}
