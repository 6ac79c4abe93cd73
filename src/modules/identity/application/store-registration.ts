import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { SingleUse } from '../../../kernel/single-use.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';
import { AccountMail } from './account-mail.js';
import { IdentityEvents } from './identity-events.js';

/** What the mailed link brings along and, once it is followed, decides. */
interface RegistrationPayload {
  readonly passwordHash: string;
  readonly name: string;
  readonly continuation: Readonly<Record<string, unknown>>;
}

/** Writes a registration: whatever the address turns out to be, one transaction and one mail to it. */
@Injectable()
export class StoreRegistration {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly singleUse: SingleUse,
    private readonly mail: AccountMail,
    private readonly events: IdentityEvents,
    private readonly clock: Clock,
  ) {}

  async execute(candidate: User, payload: RegistrationPayload): Promise<void> {
    await this.unitOfWork.run(async () => {
      if (await this.users.insert(candidate)) {
        await this.events.publish('user.registered', candidate.id);
        return this.invite(candidate, payload);
      }
      const holder = await this.users.findByEmail(candidate.directoryId, candidate.emailNormalised);
      if (!holder) return; // deleted this very moment: signing up again will work
      if (holder.emailVerified) return this.mail.emailTaken(holder);
      await this.users.save(holder.contested(this.clock.now()));
      return this.invite(holder, payload);
    });
  }

  private async invite(user: User, payload: RegistrationPayload): Promise<void> {
    const token = await this.singleUse.issue('email-verification', {
      userId: user.id,
      payload: { ...payload },
    });
    await this.mail.verifyEmail(user, token);
  }
}
