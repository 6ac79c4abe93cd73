import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { SingleUse } from '../../../kernel/single-use.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { linkSpent } from '../domain/identity.errors.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';
import { AcceptPassword } from './accept-password.js';
import { CountAttempts } from './count-attempts.js';
import { ReplacePassword } from './replace-password.js';

/** Sets a new password for whoever holds a mailed link, and ends every session. Signs nobody in. */
@Injectable()
export class ResetPassword {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly singleUse: SingleUse,
    private readonly users: UserRepository,
    private readonly acceptPassword: AcceptPassword,
    private readonly replacePassword: ReplacePassword,
    private readonly attempts: CountAttempts,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.link-expired`, `identity.password-refused` (the link stays good) */
  async execute(token: string, password: string): Promise<void> {
    const grant = await this.singleUse.peek('password-reset', token);
    const user = grant?.userId ? await this.users.findById(grant.userId) : null;
    if (!user || user.disabledAt) throw linkSpent();
    const hash = await this.acceptPassword.replacing(user, password, 'password');
    await this.unitOfWork.run(() => this.spend(token, user, hash));
  }

  private async spend(token: string, { id }: User, hash: string): Promise<void> {
    // First the user, then the link: see VerifyEmail.
    const user = await this.users.lockById(id);
    const spent = await this.singleUse.consume('password-reset', token);
    if (!spent || !user || user.disabledAt) throw linkSpent();
    await this.replacePassword.execute(user, user.recovered(hash, this.clock.now()), {
      reason: 'password-reset',
      endSessions: true,
      butSession: null,
    });
    await this.attempts.forgetAll(user);
  }
}
