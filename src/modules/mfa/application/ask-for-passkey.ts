import { Injectable } from '@nestjs/common';
import { Digest } from '../../../kernel/digest.js';
import type { Id } from '../../../kernel/id.js';
import { methodUnavailable } from '../domain/mfa.errors.js';
import { Passkeys } from '../domain/passkeys.js';
import { WebAuthn, type CeremonyOptions } from '../domain/web-authn.js';
import { BeginChallenge } from './begin-challenge.js';
import { DrawWebAuthnChallenge } from './draw-web-authn-challenge.js';
import { FindChallenge } from './find-challenge.js';

export interface PasskeyQuestion {
  readonly challengeId: string;
  readonly options: CeremonyOptions;
}

/** Puts the question that the signature of a passkey answers. */
@Injectable()
export class AskForPasskey {
  constructor(
    private readonly beginChallenge: BeginChallenge,
    private readonly findChallenge: FindChallenge,
    private readonly draw: DrawWebAuthnChallenge,
    private readonly passkeys: Passkeys,
    private readonly webAuthn: WebAuthn,
    private readonly digest: Digest,
  ) {}

  /** To whoever it may be: the same question for everybody, so that it tells nothing about who has an account. */
  async ofAnybody(): Promise<PasskeyQuestion> {
    const { challengeId } = await this.beginChallenge.execute({
      ...{ purpose: 'passkey-sign-in', userId: null, methods: ['passkey'], context: {} },
    });
    const challenge = await this.draw.execute(this.digest.sha256(challengeId));
    return { challengeId, options: await this.webAuthn.requestOptions(challenge) };
  }

  /** As a second factor. @throws DomainError `auth.challenge-expired`, `auth.method-unavailable` */
  async inSignIn(challengeId: string): Promise<PasskeyQuestion> {
    const { userId, methods, tokenHash } = await this.findChallenge.execute(challengeId, 'second-factor');
    if (!methods.includes('passkey')) throw methodUnavailable(methods);
    return { challengeId, options: await this.optionsFor(userId, tokenHash) };
  }

  /** Of somebody who is signed in, to prove again who they are. */
  async again(userId: Id): Promise<PasskeyQuestion> {
    const { challengeId } = await this.beginChallenge.execute({
      ...{ purpose: 'step-up', userId, methods: ['passkey'], context: {} },
    });
    return { challengeId, options: await this.optionsFor(userId, this.digest.sha256(challengeId)) };
  }

  private async optionsFor(userId: Id, tokenHash: Buffer): Promise<CeremonyOptions> {
    const challenge = await this.draw.execute(tokenHash);
    return this.webAuthn.requestOptions(challenge, await this.passkeys.ofUser(userId));
  }
}
