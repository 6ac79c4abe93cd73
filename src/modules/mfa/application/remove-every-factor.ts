import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { RevokeSessions } from '../../sessions/index.js';
import { BackupCodes } from '../domain/backup-codes.js';
import { FactorRepository } from '../domain/factor.repository.js';
import { FactorMail } from './factor-mail.js';
import { WithdrawTrust } from './withdraw-trust.js';

/** All factors of a person go, and with them every session and every trusted device. Part of the caller's transaction. */
@Injectable()
export class RemoveEveryFactor {
  constructor(
    private readonly factors: FactorRepository,
    private readonly backupCodes: BackupCodes,
    private readonly withdrawTrust: WithdrawTrust,
    private readonly revokeSessions: RevokeSessions,
    private readonly mail: FactorMail,
  ) {}

  /** @returns how many factors there were */
  async execute(userId: Id): Promise<number> {
    // Sessions first: that takes the stronger lock on the owner, and a lock that grows can stand in its own way.
    await this.revokeSessions.allOfUser(userId, null, 'mfa-reset');
    const removed = await this.factors.removeAll(userId);
    await this.backupCodes.removeAll(userId);
    await this.withdrawTrust.execute(userId);
    await this.mail.reset(userId);
    return removed;
  }
}
