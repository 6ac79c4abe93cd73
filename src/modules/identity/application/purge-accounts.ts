import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { LoginAttempts } from '../domain/login-attempts.js';
import { UserRepository } from '../domain/user.repository.js';

const UNVERIFIED_KEPT_MS = 7 * 86_400_000;

/** Deletes what nobody will need again, a bounded batch at a time. */
@Injectable()
export class PurgeAccounts {
  constructor(
    private readonly users: UserRepository,
    private readonly attempts: LoginAttempts,
    private readonly clock: Clock,
  ) {}

  /** Accounts whose address was not verified within a week. */
  async unverified(limit: number): Promise<number> {
    return this.users.purgeUnverified(new Date(this.clock.now().getTime() - UNVERIFIED_KEPT_MS), limit);
  }

  async oldAttempts(limit: number): Promise<number> {
    return this.attempts.purge(limit);
  }
}
