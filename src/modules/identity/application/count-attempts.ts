import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { tooManyAttempts } from '../domain/identity.errors.js';
import { LoginAttempts, type AttemptBudget } from '../domain/login-attempts.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';
import { AccountMail } from './account-mail.js';
import { IdentityEvents } from './identity-events.js';

/**
 * Counts attempts at an account, whether it exists or not, and tells its owner when they go on and on. An address has
 * one count, in whichever directories it is: otherwise every tenant with a directory of its own would give guessers
 * tries of their own, and who is in it could be told from who is counted there.
 */
@Injectable()
export class CountAttempts {
  constructor(
    private readonly attempts: LoginAttempts,
    private readonly users: UserRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly mail: AccountMail,
    private readonly events: IdentityEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.too-many-attempts`; the count is committed all the same */
  async claim(account: string, budgets: readonly AttemptBudget[], user: User | null): Promise<void> {
    for (const budget of budgets) {
      const verdict = await this.attempts.claim(account, budget);
      if (verdict.justExceeded && budget.locks && user) await this.lock(user, verdict.retryAfterSeconds);
      if (!verdict.allowed) throw tooManyAttempts(verdict.retryAfterSeconds);
    }
  }

  async forget(account: string, budgets: readonly AttemptBudget[]): Promise<void> {
    await this.attempts.forget(account, budgets);
  }

  async forgetAll({ emailNormalised }: Pick<User, 'emailNormalised'>): Promise<void> {
    await this.attempts.forgetAll(emailNormalised);
  }

  private async lock(user: User, seconds: number): Promise<void> {
    await this.unitOfWork.run(async () => {
      const now = this.clock.now();
      const until = new Date(now.getTime() + seconds * 1000);
      if (!(await this.users.lockUntil(user.id, until, now))) return;
      await this.mail.accountLocked(user, until);
      await this.events.publish('user.locked', user.id, { until: until.toISOString() });
    });
  }
}
