import { Injectable } from '@nestjs/common';
import { SingleUse } from '../../../kernel/single-use.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { emailOf } from '../domain/email.js';
import { UserRepository } from '../domain/user.repository.js';
import { AccountMail } from './account-mail.js';

/** Mails the verification link again, if there is an account that waits for it. */
@Injectable()
export class SendVerificationLink {
  constructor(
    private readonly users: UserRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly singleUse: SingleUse,
    private readonly mail: AccountMail,
  ) {}

  async execute(email: string, tenantSlug?: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const user = await this.users.findAtDoor(emailOf(email).normalised, tenantSlug);
      if (!user || user.emailVerified || user.disabledAt) return;
      // A contested address gets a bare link: it verifies, but brings nobody's password along.
      const newest = user.passwordHash ? await this.singleUse.newest('email-verification', user.id) : null;
      const payload = newest?.payload ?? {};
      const token = await this.singleUse.issue('email-verification', { userId: user.id, payload });
      await this.mail.verifyEmail(user, token);
    });
  }
}
