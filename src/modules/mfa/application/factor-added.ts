import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import type { Factor } from '../domain/factor.js';
import { FactorRepository } from '../domain/factor.repository.js';
import { CancelRecovery } from './cancel-recovery.js';
import { MakeBackupCodes, type PreparedBackupCodes } from './make-backup-codes.js';
import { TellOfFactors } from './tell-of-factors.js';
import { WithdrawTrust } from './withdraw-trust.js';

/** Everything that happens when a factor begins to count. Part of the caller's transaction, in which the owner is locked. */
@Injectable()
export class FactorAdded {
  constructor(
    private readonly factors: FactorRepository,
    private readonly makeBackupCodes: MakeBackupCodes,
    private readonly withdrawTrust: WithdrawTrust,
    private readonly cancelRecovery: CancelRecovery,
    private readonly tell: TellOfFactors,
  ) {}

  /** Codes for the first factor, hashed before the transaction; null when there is one already. */
  async prepare(userId: Id): Promise<PreparedBackupCodes | null> {
    const { kinds } = await this.factors.summaryOf(userId);
    return kinds.length === 0 ? this.makeBackupCodes.prepare() : null;
  }

  /** @returns the backup codes to show, with the first factor only */
  async execute(
    userId: Id,
    factor: Factor,
    prepared: PreparedBackupCodes | null,
  ): Promise<readonly string[] | undefined> {
    await this.withdrawTrust.execute(userId);
    await this.cancelRecovery.because(userId, 'factor-added');
    await this.tell.added(userId, factor);
    // Of two first factors at once, one is first.
    const isFirst = (await this.factors.confirmedOf(userId)).length === 1;
    if (!prepared || !isFirst) return undefined;
    await this.makeBackupCodes.store(userId, prepared);
    return prepared.shown;
  }
}
