import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { userChangedMeanwhile } from '../domain/identity.errors.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';
import { AcceptPassword } from './accept-password.js';
import { ConfirmPassword } from './confirm-password.js';
import { ReplacePassword } from './replace-password.js';

export interface ChangePasswordCommand {
  readonly userId: Id;
  /** The session that asks; it goes on. */
  readonly sessionId: Id | null;
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly keepOtherSessions: boolean;
}

@Injectable()
export class ChangePassword {
  constructor(
    private readonly confirmPassword: ConfirmPassword,
    private readonly acceptPassword: AcceptPassword,
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly replacePassword: ReplacePassword,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.invalid-credentials`, `auth.too-many-attempts`, `identity.password-refused` */
  async execute(command: ChangePasswordCommand): Promise<void> {
    const confirmed = await this.confirmPassword.execute(command.userId, command.currentPassword);
    const hash = await this.acceptPassword.replacing(confirmed, command.newPassword, 'newPassword');
    await this.unitOfWork.run(() => this.replace(confirmed, hash, command));
  }

  private async replace(confirmed: User, hash: string, command: ChangePasswordCommand): Promise<void> {
    const user = await this.users.lockById(confirmed.id);
    // A reset that came in between wins: the password that was confirmed is no longer the current one.
    if (!user || user.passwordChangedAt?.getTime() !== confirmed.passwordChangedAt?.getTime())
      throw userChangedMeanwhile();
    await this.replacePassword.execute(user, user.withPassword(hash, this.clock.now()), {
      reason: 'password-changed',
      endSessions: !command.keepOtherSessions,
      butSession: command.sessionId,
    });
  }
}
