import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import type { Challenge } from '../domain/challenge.js';
import { FactorCheck, type FactorAnswer, type ProvenFactor } from '../domain/factor-check.js';
import { hasGoneBack, Passkeys, type Passkey } from '../domain/passkeys.js';
import { amrOfPasskey } from '../domain/proofs.js';
import { WebAuthn, type CredentialJson } from '../domain/web-authn.js';
import { ReportCopiedPasskey } from './report-copied-passkey.js';

/** The signature of a passkey over a challenge of ours. */
@Injectable()
export class CheckPasskey extends FactorCheck {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly webAuthn: WebAuthn,
    private readonly reportCopied: ReportCopiedPasskey,
    private readonly clock: Clock,
  ) {
    super();
  }

  async check(
    userId: Id,
    { assertion }: FactorAnswer,
    challenge: Challenge | null,
  ): Promise<ProvenFactor | null> {
    const passkey = assertion && (await this.find(assertion));
    if (!passkey || passkey.userId !== userId) return null;
    return this.verify(passkey, assertion, challenge?.webauthnChallenge);
  }

  /** The passkey that an assertion claims to be of, where it does not name another user. */
  async find(assertion: CredentialJson): Promise<Passkey | null> {
    const claim = this.webAuthn.claimOf(assertion);
    const passkey = claim && (await this.passkeys.findByCredential(claim.credentialId));
    return passkey && (claim.userId === null || claim.userId === passkey.userId) ? passkey : null;
  }

  async verify(
    passkey: Passkey,
    assertion: CredentialJson,
    challenge: string | null | undefined,
  ): Promise<ProvenFactor | null> {
    const asserted = challenge && (await this.webAuthn.verifyAssertion(assertion, challenge, passkey));
    if (!asserted) return null;
    const { id, userId, backupEligible, signCount } = passkey;
    if (hasGoneBack(signCount, asserted.signCount)) {
      await this.reportCopied.execute(userId, id);
      return null;
    }
    const { userVerified, backedUp } = asserted;
    return {
      amr: amrOfPasskey({ backupEligible, userVerified }),
      spend: () => this.passkeys.advance(id, asserted.signCount, backedUp, this.clock.now()),
    };
  }
}
