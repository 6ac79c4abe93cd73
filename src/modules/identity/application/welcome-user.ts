import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Random } from '../../../kernel/random.js';
import { SingleUse } from '../../../kernel/single-use.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { emailOf } from '../domain/email.js';
import { UserRepository } from '../domain/user.repository.js';
import { User } from '../domain/user.js';
import { AccountMail } from './account-mail.js';
import { IdentityEvents } from './identity-events.js';

/** Makes sure that there is an account for an address. Nobody ever sets a password for somebody else: a link is mailed. */
@Injectable()
export class WelcomeUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly singleUse: SingleUse,
    private readonly mail: AccountMail,
    private readonly events: IdentityEvents,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @returns whoever has the address; `isInvited`: they have no password yet, and were mailed how to set one */
  async execute(directoryId: Id, email: string): Promise<{ user: User; isInvited: boolean }> {
    return this.unitOfWork.run(async () => {
      const user =
        (await this.users.findByEmail(directoryId, emailOf(email).normalised)) ??
        (await this.add(directoryId, email));
      const isInvited = user.passwordHash === null;
      if (isInvited) {
        const token = await this.singleUse.issue('password-reset', { userId: user.id, payload: {} });
        await this.mail.resetPassword(user, token);
      }
      return { user, isInvited };
    });
  }

  private async add(directoryId: Id, email: string): Promise<User> {
    const address = emailOf(email);
    const user = User.imported({
      ...{ id: this.random.id(), directoryId, email: address, emailVerified: false, passwordHash: null },
      ...{ name: address.text.split('@')[0]!, bio: null, avatarUrl: null, locale: 'en' },
      ...{ createdAt: null, now: this.clock.now() },
    });
    if (!(await this.users.insert(user)))
      throw new Error('somebody signed up with this address just now: run it again');
    await this.events.publish('user.registered', user.id);
    return user;
  }
}
