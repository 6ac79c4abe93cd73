import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { SingleUse } from '../../../kernel/single-use.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { emailOf } from '../domain/email.js';
import { emailTaken } from '../domain/identity.errors.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';
import { IdentityEvents } from './identity-events.js';
import { SpendLink } from './spend-link.js';

/** The new address has confirmed: from now on it is the account's. Reset links sent to the old one die. */
@Injectable()
export class ConfirmEmailChange {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly spendLink: SpendLink,
    private readonly singleUse: SingleUse,
    private readonly users: UserRepository,
    private readonly events: IdentityEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.link-expired`, `identity.email-taken` */
  async execute(token: string): Promise<User> {
    return this.unitOfWork.run(async () => {
      const { user, payload } = await this.spendLink.execute('email-change', token);
      const email = emailOf((payload as { email: string }).email);
      await this.users.deleteUnverified(user.directoryId, email.normalised);
      const changed = user.withEmail(email, this.clock.now());
      if (!(await this.users.save(changed))) throw emailTaken();
      await this.singleUse.withdraw('password-reset', user.id);
      await this.events.publish('user.email-changed', user.id);
      return changed;
    });
  }
}
