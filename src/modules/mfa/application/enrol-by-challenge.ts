import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { ChallengeRepository } from '../domain/challenge.repository.js';
import type { ProvenFactor } from '../domain/factor-check.js';
import { FactorRepository } from '../domain/factor.repository.js';
import type { FactorKind } from '../domain/factor.js';
import { challengeGone, methodUnavailable } from '../domain/mfa.errors.js';
import { amrOf } from '../domain/proofs.js';
import { BeginTotp, type BegunTotp } from './begin-totp.js';
import { ConfirmTotp } from './confirm-totp.js';
import { FindChallenge, type FoundChallenge } from './find-challenge.js';

/** A factor that was enrolled in the middle of a sign-in, which goes on with it. */
export interface EnrolledFactor extends ProvenFactor {
  readonly userId: Id;
  readonly context: Readonly<Record<string, unknown>>;
  /** To be shown once; there after `spend`, and with a first factor only. */
  readonly backupCodes: () => readonly string[] | undefined;
}

/**
 * Somebody of whom a factor is demanded and who has none enrols one, with the challenge as their only credential. It
 * allows exactly that: one factor, of the kinds that were demanded. Adding any factor ends it, so that it cannot add a
 * second one to an account whose owner was faster.
 */
@Injectable()
export class EnrolByChallenge {
  constructor(
    private readonly factors: FactorRepository,
    private readonly challenges: ChallengeRepository,
    private readonly findChallenge: FindChallenge,
    private readonly beginTotp: BeginTotp,
    private readonly confirmTotp: ConfirmTotp,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.challenge-expired`, `auth.method-unavailable` */
  async begin(challengeId: string, name?: string): Promise<BegunTotp> {
    const { userId, tokenHash } = await this.find(challengeId, 'totp');
    const begun = await this.beginTotp.execute(userId, name);
    if (!(await this.challenges.bindDevice(tokenHash, begun.deviceId, this.clock.now())))
      throw challengeGone();
    return begun;
  }

  /** @throws DomainError `auth.challenge-expired`, `mfa.confirmation-failed` */
  async confirm(challengeId: string, code: string): Promise<EnrolledFactor> {
    const { userId, context, tokenHash, deviceId } = await this.find(challengeId, 'totp');
    const counted = await this.challenges.attempt(tokenHash, 'enrolment', this.clock.now());
    if (!counted || !deviceId) throw challengeGone();
    const confirm = await this.confirmTotp.prepare(userId, deviceId, code);
    let backupCodes: readonly string[] | undefined;
    const spend = async () => {
      // The owner first, then the challenge: whoever adds a factor ends challenges in the same order.
      await this.factors.lockOwner(userId);
      if (!(await this.challenges.claim(tokenHash, this.clock.now()))) return false;
      ({ backupCodes } = await confirm());
      return true;
    };
    return { userId, context, amr: amrOf('totp'), spend, backupCodes: () => backupCodes };
  }

  private async find(challengeId: string, kind: FactorKind): Promise<FoundChallenge> {
    const challenge = await this.findChallenge.execute(challengeId, 'enrolment');
    if (!challenge.methods.includes(kind)) throw methodUnavailable(challenge.methods);
    return challenge;
  }
}
