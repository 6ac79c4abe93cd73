import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { SingleUse } from '../../../kernel/single-use.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { linkSpent } from '../domain/mfa.errors.js';
import { FactorMail } from './factor-mail.js';
import { MfaEvents } from './mfa-events.js';
import { StoreRecovery } from './store-recovery.js';

/** The mailed link was followed: the waiting period begins, in which whoever has the mailbox or a factor can stop it. */
@Injectable()
export class StartRecovery {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly singleUse: SingleUse,
    private readonly store: StoreRecovery,
    private readonly mail: FactorMail,
    private readonly events: MfaEvents,
  ) {}

  /** @returns when the factors will be removed @throws DomainError `auth.link-expired`, `mfa.recovery-unavailable` */
  async execute(token: string): Promise<Date> {
    return this.unitOfWork.run(async () => {
      const grant = await this.singleUse.consume('mfa-recovery', token);
      const userId = grant?.userId;
      const dueAt = userId && (await this.store.execute(userId));
      if (!dueAt) throw linkSpent();
      await this.announce(userId, dueAt);
      return dueAt;
    });
  }

  private async announce(userId: Id, dueAt: Date): Promise<void> {
    const cancelToken = await this.singleUse.issue('mfa-recovery-cancel', { userId, payload: {} });
    await this.mail.recoveryStarted(userId, dueAt, cancelToken);
    await this.events.publish('mfa.recovery-started', userId, { dueAt: dueAt.toISOString() });
  }
}
