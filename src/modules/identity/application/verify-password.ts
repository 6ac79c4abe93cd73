import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { RememberDevice } from '../../sessions/index.js';
import { emailOf } from '../domain/email.js';
import { emailUnverified, invalidCredentials } from '../domain/identity.errors.js';
import { attemptBudgets, type AttemptBudget } from '../domain/login-attempts.js';
import { PasswordHasher } from '../domain/password-hasher.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';
import { CountAttempts } from './count-attempts.js';

export interface VerifyPasswordCommand {
  /** At whose door: a tenant may have a directory of its own. */
  readonly tenantSlug?: string;
  readonly email: string;
  readonly password: string;
  /** The caller's network: an IPv4 address or an IPv6 /64. */
  readonly network: string;
  readonly deviceSecret?: string;
}

/**
 * Proves who somebody is by password. Unknown, wrong, disabled and locked all cost one hash and look the same;
 * the attempt is counted before it is made, so that parallel guesses get no more tries than the limit.
 */
@Injectable()
export class VerifyPassword {
  constructor(
    private readonly users: UserRepository,
    private readonly devices: RememberDevice,
    private readonly attempts: CountAttempts,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.invalid-credentials`, `auth.email-unverified`, `auth.too-many-attempts` */
  async execute(command: VerifyPasswordCommand): Promise<User> {
    const email = emailOf(command.email);
    const user = await this.users.findAtDoor(email.normalised, command.tenantSlug);
    const account = email.normalised;
    const budgets = await this.budgetsOf(user, command);
    await this.attempts.claim(account, budgets, user);

    if (!user?.passwordHash) {
      await this.hasher.verifyNothing(command.password);
      throw invalidCredentials();
    }
    await this.check(user.id, command.password, user.passwordHash);
    if (user.statusAt(this.clock.now()) === 'disabled') throw invalidCredentials();
    await this.attempts.forget(account, budgets);
    if (!user.emailVerified) throw emailUnverified();
    return user;
  }

  private async check(userId: Id, password: string, hash: string): Promise<void> {
    const { matches, outdated } = await this.hasher.verify(password, hash);
    if (!matches) throw invalidCredentials();
    if (outdated) await this.users.replacePasswordHash(userId, hash, await this.hasher.hash(password));
  }

  private async budgetsOf(
    user: User | null,
    { network, deviceSecret }: VerifyPasswordCommand,
  ): Promise<readonly AttemptBudget[]> {
    const known = user && deviceSecret && (await this.devices.isKnown(user.id, deviceSecret));
    return known ? attemptBudgets.knownDevice(user.id) : attemptBudgets.unknownDevice(network);
  }
}
