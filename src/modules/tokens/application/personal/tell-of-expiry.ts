import { Injectable } from '@nestjs/common';
import type { DomainEvent } from '../../../../kernel/domain-event.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { FindUser } from '../../../identity/index.js';
import { SendMail } from '../../../notifications/index.js';

/** Reminds an owner before a token expires. */
@Injectable()
export class TellOfExpiry {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly findUser: FindUser,
    private readonly sendMail: SendMail,
  ) {}

  async execute({ userId, payload }: DomainEvent): Promise<void> {
    if (!userId) return;
    const { name: token, expiresAt } = payload as { name: string; expiresAt: string };
    await this.unitOfWork.run(async () => {
      const { email: to, locale, name } = await this.findUser.execute(userId);
      const data = { name, token, at: new Date(expiresAt) };
      await this.sendMail.execute({ to, template: 'token-expiring', locale, data });
    });
  }
}
