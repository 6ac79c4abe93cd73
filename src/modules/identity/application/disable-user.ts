import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { RevokeSessions } from '../../sessions/index.js';
import { emailOf } from '../domain/email.js';
import { userGone } from '../domain/identity.errors.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';
import { IdentityEvents } from './identity-events.js';

/** Shuts a person out, everything they hold included, or lets them in again. For operators. */
@Injectable()
export class DisableUser {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly revokeSessions: RevokeSessions,
    private readonly events: IdentityEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `identity.user-not-found` */
  async execute(directoryId: Id, email: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const user = await this.lock(directoryId, email);
      await this.users.save(user.disabled(this.clock.now()));
      await this.revokeSessions.allOfUser(user.id, null, 'user-disabled');
      await this.events.publish('user.disabled', user.id);
    });
  }

  /** Lifts a lock as well. @throws DomainError `identity.user-not-found` */
  async undo(directoryId: Id, email: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const user = await this.lock(directoryId, email);
      await this.users.save(user.enabled(this.clock.now()));
      await this.events.publish('user.enabled', user.id);
    });
  }

  private async lock(directoryId: Id, email: string): Promise<User> {
    const found = await this.users.findByEmail(directoryId, emailOf(email).normalised);
    const user = found && (await this.users.lockById(found.id));
    if (!user) throw userGone();
    return user;
  }
}
