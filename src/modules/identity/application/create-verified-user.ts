import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Random } from '../../../kernel/random.js';
import { emailOf } from '../domain/email.js';
import { IdentitySettings } from '../domain/identity-settings.js';
import { registrationClosed } from '../domain/identity.errors.js';
import { UserRepository } from '../domain/user.repository.js';
import { User } from '../domain/user.js';
import { IdentityEvents } from './identity-events.js';
import { NameNewcomer } from './name-newcomer.js';

/** Somebody whose address is known to be theirs. */
export interface ProvenAddress {
  readonly directoryId: Id;
  readonly email: string;
  /** As somebody else knows them; null: not known. */
  readonly name: string | null;
  /** Opens a sign-up that is closed. */
  readonly isInvited: boolean;
}

/** Makes an account without a password for somebody whose address needs no confirmation any more. */
@Injectable()
export class CreateVerifiedUser {
  constructor(
    private readonly settings: IdentitySettings,
    private readonly users: UserRepository,
    private readonly nameNewcomer: NameNewcomer,
    private readonly events: IdentityEvents,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /**
   * Part of the caller's transaction.
   * @returns null when somebody has the address
   * @throws DomainError `identity.registration-closed`
   */
  async execute({ directoryId, email, name, isInvited }: ProvenAddress): Promise<User | null> {
    if (!this.settings.registrationOpen && !isInvited) throw registrationClosed();
    const address = emailOf(email);
    const user = User.imported({
      ...{ id: this.random.id(), directoryId, email: address, emailVerified: true, passwordHash: null },
      ...{ name: this.nameNewcomer.execute(name, address), bio: null, avatarUrl: null, locale: 'en' },
      ...{ createdAt: null, now: this.clock.now() },
    });
    if (!(await this.users.insert(user))) return null;
    await this.events.publish('user.registered', user.id);
    await this.events.publish('user.verified', user.id);
    return user;
  }
}
