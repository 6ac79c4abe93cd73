import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { SingleUse } from '../../../kernel/single-use.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { emailOf } from '../domain/email.js';
import { UserRepository } from '../domain/user.repository.js';
import { AccountMail } from './account-mail.js';

/** Asks the new address to confirm and tells the old one. The same answer when the new address is taken. */
@Injectable()
export class RequestEmailChange {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly singleUse: SingleUse,
    private readonly mail: AccountMail,
  ) {}

  async execute(userId: Id, newEmail: string): Promise<void> {
    const email = emailOf(newEmail);
    await this.unitOfWork.run(async () => {
      const user = await this.users.lockById(userId);
      if (!user || user.emailNormalised === email.normalised) return;
      await this.mail.addressIsChanging(user, email.text);
      const holder = await this.users.findByEmail(user.directoryId, email.normalised);
      // An address that somebody has claimed without ever confirming it is not taken.
      if (holder?.emailVerified) return this.mail.emailTaken(holder);
      await this.singleUse.withdraw('email-change', userId);
      const token = await this.singleUse.issue('email-change', { userId, payload: { email: email.text } });
      await this.mail.confirmNewAddress(user, email.text, token);
    });
  }
}
