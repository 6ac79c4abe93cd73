import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { SingleUse } from '../../../kernel/single-use.js';
import { emailOf } from '../domain/email.js';
import { linkSpent } from '../domain/identity.errors.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';
import { CreateVerifiedUser, type ProvenAddress } from './create-verified-user.js';
import { IdentityEvents } from './identity-events.js';
import { NameNewcomer } from './name-newcomer.js';

/** The account of whoever has shown that an address is theirs: the one there is, or a new one. */
@Injectable()
export class ClaimAddress {
  constructor(
    private readonly users: UserRepository,
    private readonly createUser: CreateVerifiedUser,
    private readonly nameNewcomer: NameNewcomer,
    private readonly singleUse: SingleUse,
    private readonly events: IdentityEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Part of the caller's transaction; the account stays as it is until that ends.
   * @throws DomainError `auth.link-expired` for a disabled account, `identity.registration-closed`
   */
  async execute(address: ProvenAddress): Promise<User> {
    const { directoryId, email } = address;
    const { normalised } = emailOf(email);
    const holder =
      (await this.users.findByEmail(directoryId, normalised)) ??
      (await this.createUser.execute(address)) ??
      (await this.users.findByEmail(directoryId, normalised));
    const user = holder && (await this.users.lockById(holder.id));
    // Gone this very moment, or with another address by now: asking again will help.
    if (!user || user.disabledAt || user.emailNormalised !== normalised) throw linkSpent();
    return user.emailVerified ? user : this.takeOver(user, address);
  }

  private async takeOver(user: User, { name }: ProvenAddress): Promise<User> {
    const email = { text: user.email, normalised: user.emailNormalised };
    const claimed = user.claimed(this.nameNewcomer.execute(name, email), this.clock.now());
    await this.users.save(claimed);
    await this.singleUse.withdraw('email-verification', user.id);
    await this.events.publish('user.verified', user.id);
    return claimed;
  }
}
