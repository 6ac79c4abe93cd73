import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { RememberDevice } from '../../sessions/index.js';
import { invalidCredentials, tooManyAttempts } from '../domain/identity.errors.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';

export interface RecallUserCommand {
  readonly userId: Id;
  readonly deviceSecret?: string;
  /** When the password that was verified had been set; left out where none was. */
  readonly passwordChangedAt?: Date | null;
}

/**
 * Somebody who began to sign in a while ago goes on: what has happened to the account since is looked at again. A lock
 * keeps out whom it would have kept out at the beginning: everybody but the devices that its owner has used before.
 * Asked first in the transaction that begins a session, like `AdmitUser`.
 */
@Injectable()
export class RecallUser {
  constructor(
    private readonly users: UserRepository,
    private readonly devices: RememberDevice,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.invalid-credentials`, `auth.too-many-attempts` */
  async execute({ userId, deviceSecret, passwordChangedAt }: RecallUserCommand): Promise<User> {
    const user = await this.users.holdById(userId);
    if (!user) throw invalidCredentials();
    const now = this.clock.now();
    const status = user.statusAt(now);
    if (status === 'disabled' || status === 'unverified') throw invalidCredentials();
    if (passwordChangedAt !== undefined && passwordChangedAt?.getTime() !== user.passwordChangedAt?.getTime())
      throw invalidCredentials();
    if (status === 'locked' && !(await this.isKnown(userId, deviceSecret)))
      throw tooManyAttempts(secondsUntil(user.lockedUntil, now));
    return user;
  }

  private async isKnown(userId: Id, deviceSecret: string | undefined): Promise<boolean> {
    return deviceSecret !== undefined && this.devices.isKnown(userId, deviceSecret);
  }
}

function secondsUntil(until: Date | null, now: Date): number {
  return Math.max(1, Math.ceil(((until?.getTime() ?? 0) - now.getTime()) / 1000));
}
