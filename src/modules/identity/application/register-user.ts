import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Random } from '../../../kernel/random.js';
import { emailOf } from '../domain/email.js';
import { IdentitySettings } from '../domain/identity-settings.js';
import { registrationClosed } from '../domain/identity.errors.js';
import { Markup } from '../domain/markup.js';
import { nameFrom } from '../domain/profile-text.js';
import { User } from '../domain/user.js';
import { AcceptPassword } from './accept-password.js';
import { StoreRegistration } from './store-registration.js';

export interface RegisterUserCommand {
  readonly directoryId: Id;
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly locale: string;
  /** What is to happen once the address is verified; handed back by `VerifyEmail`. */
  readonly continuation: Readonly<Record<string, unknown>>;
  /** What became of the invitation that was shown. One that was recognised opens a sign-up that is closed. */
  readonly invitation?: 'recognised' | 'worthless';
  /** Asked for by the tenant that invites; the server's holds as well. */
  readonly passwordMinLength?: number;
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
    private readonly storeRegistration: StoreRegistration,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `identity.password-refused`, `identity.registration-closed` */
  async execute(command: RegisterUserCommand): Promise<void> {
    const { registrationOpen } = this.settings;
    if (!registrationOpen && !command.invitation) throw registrationClosed();
    const name = nameFrom(command.name, this.markup);
    const account = { email: command.email, name };
    const passwordHash = await this.acceptPassword.execute(
      command.password,
      account,
      command.passwordMinLength,
    );
    // As if it had been stored: the answer must not tell whom an invitation is for.
    if (!registrationOpen && command.invitation === 'worthless') return;
    const candidate = User.register({
      ...command,
      id: this.random.id(),
      email: emailOf(command.email),
      name,
      passwordHash,
      now: this.clock.now(),
    });
    await this.storeRegistration.execute(candidate, {
      passwordHash,
      name,
      continuation: command.continuation,
    });
  }
}
