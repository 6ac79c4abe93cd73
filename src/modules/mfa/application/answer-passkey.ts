import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Digest } from '../../../kernel/digest.js';
import type { Id } from '../../../kernel/id.js';
import { ChallengeRepository } from '../domain/challenge.repository.js';
import type { ProvenFactor } from '../domain/factor-check.js';
import { MfaMeter } from '../domain/mfa-meter.js';
import { challengeGone, passkeyUnknown } from '../domain/mfa.errors.js';
import type { CredentialJson } from '../domain/web-authn.js';
import { CheckPasskey } from './check-passkey.js';
import { MfaEvents } from './mfa-events.js';

export interface AnsweredByPasskey extends ProvenFactor {
  /** Who signs in: whoever the passkey belongs to. */
  readonly userId: Id;
}

/** A passkey says who it is and proves it at once. */
@Injectable()
export class AnswerPasskey {
  constructor(
    private readonly challenges: ChallengeRepository,
    private readonly checkPasskey: CheckPasskey,
    private readonly events: MfaEvents,
    private readonly meter: MfaMeter,
    private readonly digest: Digest,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.challenge-expired`, `auth.invalid-passkey` */
  async execute(challengeId: string, assertion: CredentialJson): Promise<AnsweredByPasskey> {
    const tokenHash = this.digest.sha256(challengeId);
    const challenge = await this.challenges.attempt(tokenHash, 'passkey-sign-in', this.clock.now());
    if (!challenge) throw challengeGone();
    const passkey = await this.checkPasskey.find(assertion);
    const proven =
      passkey && (await this.checkPasskey.verify(passkey, assertion, challenge.webauthnChallenge));
    this.meter.checked('passkey', proven ? 'right' : 'wrong');
    if (!passkey || !proven) throw passkeyUnknown();
    const { userId } = passkey;
    const spend = async () => {
      if (!(await this.challenges.claim(tokenHash, this.clock.now()))) return false;
      if (!(await proven.spend())) return false;
      await this.events.publish('mfa.verified', userId, { method: 'passkey' });
      return true;
    };
    return { userId, amr: proven.amr, spend };
  }
}
