import { Injectable } from '@nestjs/common';
import { SingleUse } from '../../../kernel/single-use.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { emailOf } from '../domain/email.js';
import { UserRepository } from '../domain/user.repository.js';
import { AccountMail } from './account-mail.js';

/** Mails a link to set a new password, if there is somebody to mail it to. */
@Injectable()
export class SendResetLink {
  constructor(
    private readonly users: UserRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly singleUse: SingleUse,
    private readonly mail: AccountMail,
  ) {}

  async execute(email: string, tenantSlug?: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const { normalised } = emailOf(email);
      const found = await this.users.findAtDoor(normalised, tenantSlug);
      // Locked, so that no link leaves for an address that is being given up at this moment.
      const user = found && (await this.users.lockById(found.id));
      if (user?.emailNormalised !== normalised || user.disabledAt) return;
      const token = await this.singleUse.issue('password-reset', { userId: user.id, payload: {} });
      await this.mail.resetPassword(user, token);
    });
  }
}
