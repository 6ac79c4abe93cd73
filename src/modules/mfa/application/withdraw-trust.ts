import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { ChallengeRepository } from '../domain/challenge.repository.js';
import { TrustedDevices } from '../domain/trusted-devices.js';

/**
 * Whatever was granted under the factors of yesterday ends when they change: trust in browsers, and challenges that
 * were weighed when the person had others. Part of the caller's transaction, in which the owner is locked.
 */
@Injectable()
export class WithdrawTrust {
  constructor(
    private readonly trustedDevices: TrustedDevices,
    private readonly challenges: ChallengeRepository,
    private readonly clock: Clock,
  ) {}

  async execute(userId: Id): Promise<void> {
    await this.trustedDevices.removeAll(userId);
    await this.challenges.endAllOf(userId, this.clock.now());
  }
}
