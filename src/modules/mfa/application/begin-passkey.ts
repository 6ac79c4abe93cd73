import { Injectable } from '@nestjs/common';
import { Digest } from '../../../kernel/digest.js';
import type { Id } from '../../../kernel/id.js';
import type { PasskeyQuestion } from './ask-for-passkey.js';
import { BeginChallenge } from './begin-challenge.js';
import { DrawWebAuthnChallenge } from './draw-web-authn-challenge.js';
import { RegisterPasskey } from './register-passkey.js';

/** The first half of `AddPasskey`: what the browser is to ask the authenticator for. */
@Injectable()
export class BeginPasskey {
  constructor(
    private readonly beginChallenge: BeginChallenge,
    private readonly draw: DrawWebAuthnChallenge,
    private readonly register: RegisterPasskey,
    private readonly digest: Digest,
  ) {}

  async execute(userId: Id, name: string | undefined): Promise<PasskeyQuestion> {
    const { challengeId } = await this.beginChallenge.execute({
      ...{ purpose: 'passkey-registration', userId, methods: ['passkey'] },
      context: name === undefined ? {} : { name },
    });
    const challenge = await this.draw.execute(this.digest.sha256(challengeId));
    return { challengeId, options: await this.register.options(userId, challenge) };
  }
}
