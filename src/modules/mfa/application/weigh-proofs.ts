import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Digest } from '../../../kernel/digest.js';
import type { Id } from '../../../kernel/id.js';
import type { User } from '../../identity/index.js';
import { FactorRepository } from '../domain/factor.repository.js';
import type { FactorSummary } from '../domain/factor.js';
import { decideMfa, type MfaDecision } from '../domain/mfa-decision.js';
import { MfaPolicies } from '../domain/mfa-policies.js';
import { hasProvenTwo } from '../domain/proofs.js';
import { TrustedDevices } from '../domain/trusted-devices.js';
import { CancelRecovery } from './cancel-recovery.js';

export interface WeighProofsCommand {
  readonly user: Pick<User, 'id' | 'passwordChangedAt'>;
  readonly tenantId: Id | null;
  /** RFC 8176 names of everything that was proven so far. */
  readonly amr: readonly string[];
  /** Left on this browser when its owner chose to trust it. */
  readonly trustSecret?: string;
}

/** Whether what was proven is enough for this person in this tenant, now. Part of the caller's transaction. */
@Injectable()
export class WeighProofs {
  constructor(
    private readonly factors: FactorRepository,
    private readonly policies: MfaPolicies,
    private readonly trustedDevices: TrustedDevices,
    private readonly cancelRecovery: CancelRecovery,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {}

  async execute(command: WeighProofsCommand): Promise<MfaDecision & { readonly mfaEnabled: boolean }> {
    const { user, tenantId, amr } = command;
    const factors = await this.factors.summaryOf(user.id);
    const decision = decideMfa({
      amr,
      factors,
      policy: await this.policies.of(user.id, tenantId),
      trustedDevice: factors.kinds.length > 0 && (await this.isTrusted(command)),
      // Whoever has the account at the provider mostly has its mailbox too.
      mailboxSaysMore: amr.includes('pwd') && isVouched(user, factors),
    });
    if (hasProvenTwo(amr)) await this.remember(command, factors);
    return { ...decision, mfaEnabled: factors.kinds.length > 0 };
  }

  private async isTrusted({ user, trustSecret }: WeighProofsCommand): Promise<boolean> {
    if (!trustSecret) return false;
    const tokenHash = this.digest.sha256(trustSecret);
    return this.trustedDevices.isTrusted(user.id, tokenHash, user.passwordChangedAt, this.clock.now());
  }

  /** Whoever proves a factor has not lost all of them; and the password that they used with it is their own. */
  private async remember({ user, amr }: WeighProofsCommand, factors: FactorSummary): Promise<void> {
    if (factors.recovering) await this.cancelRecovery.because(user.id, 'factor-used');
    if (amr.includes('pwd') && !isVouched(user, factors))
      await this.factors.vouchForPassword(user.id, user.passwordChangedAt);
  }
}

/** The password is the one that was last used with a strong factor, not one that somebody set over the mailbox since. */
function isVouched({ passwordChangedAt }: WeighProofsCommand['user'], factors: FactorSummary): boolean {
  return passwordChangedAt !== null && factors.vouchedPasswordAt?.getTime() === passwordChangedAt.getTime();
}
