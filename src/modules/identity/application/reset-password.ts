import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { AcceptPassword } from './accept-password.js';
import { CountAttempts } from './count-attempts.js';
import { ReplacePassword } from './replace-password.js';
import { SpendLink } from './spend-link.js';

/** Sets a new password for whoever holds a mailed link, and ends every session. Signs nobody in. */
@Injectable()
export class ResetPassword {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly spendLink: SpendLink,
    private readonly acceptPassword: AcceptPassword,
    private readonly replacePassword: ReplacePassword,
    private readonly attempts: CountAttempts,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.link-expired`, `identity.password-refused` (the link stays good) */
  async execute(token: string, password: string): Promise<void> {
    const user = await this.spendLink.preview('password-reset', token);
    const hash = await this.acceptPassword.replacing(user, password, 'password');
    await this.unitOfWork.run(() => this.spend(token, hash));
  }

  private async spend(token: string, hash: string): Promise<void> {
    const { user } = await this.spendLink.execute('password-reset', token);
    await this.replacePassword.execute(user, user.recovered(hash, this.clock.now()), {
      reason: 'password-reset',
      endSessions: true,
      butSession: null,
    });
    await this.attempts.forgetAll(user);
  }
}
