import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { FactorMail } from './factor-mail.js';
import { MfaEvents } from './mfa-events.js';

/** A right signature with a counter that has gone back: two authenticators have the same key, and one is not the owner's. */
@Injectable()
export class ReportCopiedPasskey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: MfaEvents,
    private readonly mail: FactorMail,
  ) {}

  async execute(userId: Id, deviceId: Id): Promise<void> {
    await this.unitOfWork.run(async () => {
      await this.events.publish('mfa.passkey-copied', userId, { deviceId });
      await this.mail.passkeyCopied(userId);
    });
  }
}
