import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { invalidCredentials } from '../domain/identity.errors.js';
import { attemptBudgets } from '../domain/login-attempts.js';
import { PasswordHasher } from '../domain/password-hasher.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';
import { CountAttempts } from './count-attempts.js';

/** A signed-in person proves again that they know the password. Counted, so that a stolen session cannot guess it. */
@Injectable()
export class ConfirmPassword {
  constructor(
    private readonly users: UserRepository,
    private readonly attempts: CountAttempts,
    private readonly hasher: PasswordHasher,
  ) {}

  /** @throws DomainError `auth.invalid-credentials`, `auth.too-many-attempts` */
  async execute(userId: Id, password: string): Promise<User> {
    const user = await this.users.findById(userId);
    if (!user?.passwordHash) throw invalidCredentials();
    const account = `confirm ${user.id}`;
    const budgets = attemptBudgets.confirmation();
    await this.attempts.claim(account, budgets, user);
    const { matches } = await this.hasher.verify(password, user.passwordHash);
    if (!matches) throw invalidCredentials();
    await this.attempts.forget(account, budgets);
    return user;
  }
}
