import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Random } from '../../../kernel/random.js';
import { SingleUse } from '../../../kernel/single-use.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { emailOf } from '../domain/email.js';
import { IdentitySettings } from '../domain/identity-settings.js';
import { registrationClosed } from '../domain/identity.errors.js';
import { Markup } from '../domain/markup.js';
import { nameFrom } from '../domain/profile-text.js';
import { UserRepository } from '../domain/user.repository.js';
import { User } from '../domain/user.js';
import { AcceptPassword } from './accept-password.js';
import { AccountMail } from './account-mail.js';
import { IdentityEvents } from './identity-events.js';

export interface RegisterUserCommand {
  readonly directoryId: Id;
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly locale: string;
  /** What is to happen once the address is verified; handed back by `VerifyEmail`. */
  readonly continuation: Readonly<Record<string, unknown>>;
}

/**
 * Signs somebody up. A new, a waiting and a taken address are treated alike as far as anybody can see: one hash,
 * one transaction, one mail to the address, one answer.
 */
@Injectable()
export class RegisterUser {
  constructor(
    private readonly settings: IdentitySettings,
    private readonly acceptPassword: AcceptPassword,
    private readonly markup: Markup,
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly singleUse: SingleUse,
    private readonly mail: AccountMail,
    private readonly events: IdentityEvents,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `identity.password-refused`, `identity.registration-closed` */
  async execute(command: RegisterUserCommand): Promise<void> {
    if (!this.settings.registrationOpen) throw registrationClosed();
    const name = nameFrom(command.name, this.markup);
    const passwordHash = await this.acceptPassword.execute(command.password, { email: command.email, name });
    const candidate = User.register({
      ...command,
      id: this.random.id(),
      email: emailOf(command.email),
      name,
      passwordHash,
      now: this.clock.now(),
    });
    await this.unitOfWork.run(() => this.write(candidate, passwordHash, command.continuation));
  }

  private async write(candidate: User, passwordHash: string, continuation: object): Promise<void> {
    if (await this.users.insert(candidate)) {
      await this.events.publish('user.registered', candidate.id);
      return this.invite(candidate, { passwordHash, name: candidate.name, continuation });
    }
    const holder = await this.users.findByEmail(candidate.directoryId, candidate.emailNormalised);
    if (!holder) return; // deleted this very moment: signing up again will work
    if (holder.emailVerified) return this.mail.emailTaken(holder);
    await this.users.save(holder.contested(this.clock.now()));
    return this.invite(holder, { passwordHash, name: candidate.name, continuation });
  }

  private async invite(user: User, payload: Record<string, unknown>): Promise<void> {
    const token = await this.singleUse.issue('email-verification', { userId: user.id, payload });
    await this.mail.verifyEmail(user, token);
  }
}
