import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { PasswordHasher } from '../../identity/index.js';
import { BackupCodes, readBackupCode } from '../domain/backup-codes.js';
import { FactorCheck, type FactorAnswer, type ProvenFactor } from '../domain/factor-check.js';
import { amrOf } from '../domain/proofs.js';
import { TellOfFactors } from './tell-of-factors.js';

/** One of the codes that were shown once. Right, wrong and used ones cost the same one hash. */
@Injectable()
export class CheckBackupCode extends FactorCheck {
  constructor(
    private readonly codes: BackupCodes,
    private readonly hasher: PasswordHasher,
    private readonly tell: TellOfFactors,
    private readonly clock: Clock,
  ) {
    super();
  }

  async check(userId: Id, { code = '' }: FactorAnswer): Promise<ProvenFactor | null> {
    const given = readBackupCode(code);
    if (!given) return null;
    const hash = await this.codes.findHash(userId, given.selector);
    if (!hash) {
      await this.hasher.verifyNothing(given.secret);
      return null;
    }
    const { matches } = await this.hasher.verify(given.secret, hash);
    return matches
      ? { amr: amrOf('backup_code'), spend: () => this.spend(userId, given.selector, hash) }
      : null;
  }

  private async spend(userId: Id, selector: string, hash: string): Promise<boolean> {
    if (!(await this.codes.spend(userId, selector, hash, this.clock.now()))) return false;
    await this.tell.backupCodeUsed(userId, await this.codes.remaining(userId));
    return true;
  }
}
