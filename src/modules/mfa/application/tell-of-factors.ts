import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { FEW_BACKUP_CODES } from '../domain/backup-codes.js';
import type { Factor } from '../domain/factor.js';
import { FactorMail } from './factor-mail.js';
import { MfaEvents } from './mfa-events.js';

/** What changes somebody's factors is published, and its owner told. Part of the caller's transaction. */
@Injectable()
export class TellOfFactors {
  constructor(
    private readonly mail: FactorMail,
    private readonly events: MfaEvents,
  ) {}

  async added(userId: Id, { id, kind, name }: Factor): Promise<void> {
    await this.events.publish('mfa.factor-added', userId, { deviceId: id, kind });
    await this.mail.factorAdded(userId, name);
  }

  async removed(userId: Id, { id, kind, name }: Factor): Promise<void> {
    await this.events.publish('mfa.factor-removed', userId, { deviceId: id, kind });
    await this.mail.factorRemoved(userId, name);
  }

  async backupCodesMade(userId: Id): Promise<void> {
    await this.events.publish('mfa.backup-codes-made', userId);
    await this.mail.backupCodesMade(userId);
  }

  async backupCodeUsed(userId: Id, remaining: number): Promise<void> {
    await this.events.publish('mfa.backup-code-used', userId, { remaining });
    if (remaining <= FEW_BACKUP_CODES) await this.mail.backupCodesLow(userId, remaining);
  }

  async emailCode(userId: Id, code: string): Promise<void> {
    await this.events.publish('mfa.email-code-sent', userId);
    await this.mail.code(userId, code);
  }
}
