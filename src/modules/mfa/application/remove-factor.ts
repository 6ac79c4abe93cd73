import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { BackupCodes } from '../domain/backup-codes.js';
import { FactorRepository } from '../domain/factor.repository.js';
import type { Factor } from '../domain/factor.js';
import { factorDemanded, factorNotFound } from '../domain/mfa.errors.js';
import { MfaPolicies } from '../domain/mfa-policies.js';
import { acceptedKinds, isFactorDemanded } from '../domain/mfa-policy.js';
import { TellOfFactors } from './tell-of-factors.js';
import { WithdrawTrust } from './withdraw-trust.js';

/** Removes one factor of a person; the last one only where none is demanded. */
@Injectable()
export class RemoveFactor {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly factors: FactorRepository,
    private readonly backupCodes: BackupCodes,
    private readonly withdrawTrust: WithdrawTrust,
    private readonly policies: MfaPolicies,
    private readonly tell: TellOfFactors,
  ) {}

  /** @throws DomainError `mfa.device-not-found`, `mfa.factor-required` */
  async execute(userId: Id, tenantId: Id | null, id: Id): Promise<void> {
    await this.unitOfWork.run(async () => {
      await this.factors.lockOwner(userId);
      const removed = await this.factors.remove(userId, id);
      if (!removed) throw factorNotFound();
      if (!removed.confirmedAt) return;
      const left = await this.factors.confirmedOf(userId);
      await this.demandOne(userId, tenantId, left);
      if (left.length === 0) await this.backupCodes.removeAll(userId);
      await this.withdrawTrust.execute(userId);
      await this.tell.removed(userId, removed);
    });
  }

  private async demandOne(userId: Id, tenantId: Id | null, left: readonly Factor[]): Promise<void> {
    const policy = await this.policies.of(userId, tenantId);
    const accepted = acceptedKinds(policy);
    if (isFactorDemanded(policy) && !left.some(({ kind }) => accepted.includes(kind))) throw factorDemanded();
  }
}
