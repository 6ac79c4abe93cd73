import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { ChallengeRepository } from '../domain/challenge.repository.js';
import { FactorRepository } from '../domain/factor.repository.js';
import { MfaAttempts } from '../domain/mfa-attempts.js';
import { Recoveries } from '../domain/recoveries.js';
import { TrustedDevices } from '../domain/trusted-devices.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Somebody may take a while to find their telephone. */
const UNCONFIRMED_KEPT_MS = DAY_MS;
/** Long enough to tell what became of one. */
const CHALLENGES_KEPT_MS = DAY_MS;
const RECOVERIES_KEPT_MS = 90 * DAY_MS;

/** Deletes what nobody will need again, a bounded batch at a time. Expiry itself never waits for this. */
@Injectable()
export class PurgeMfa {
  constructor(
    private readonly factors: FactorRepository,
    private readonly challenges: ChallengeRepository,
    private readonly attempts: MfaAttempts,
    private readonly trustedDevices: TrustedDevices,
    private readonly recoveries: Recoveries,
    private readonly clock: Clock,
  ) {}

  /** Authenticator apps that were begun and never confirmed. */
  async unconfirmed(limit: number): Promise<number> {
    return this.factors.purgeUnconfirmed(this.ago(UNCONFIRMED_KEPT_MS), limit);
  }

  async oldChallenges(limit: number): Promise<number> {
    return this.challenges.purge(this.ago(CHALLENGES_KEPT_MS), limit);
  }

  async oldAttempts(limit: number): Promise<number> {
    return this.attempts.purge(this.clock.now(), limit);
  }

  async expiredTrust(limit: number): Promise<number> {
    return this.trustedDevices.purge(this.clock.now(), limit);
  }

  async oldRecoveries(limit: number): Promise<number> {
    return this.recoveries.purge(this.ago(RECOVERIES_KEPT_MS), limit);
  }

  private ago(ms: number): Date {
    return new Date(this.clock.now().getTime() - ms);
  }
}
