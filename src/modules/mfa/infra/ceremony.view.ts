import { ApiProperty } from '@nestjs/swagger';
import type { PasskeyQuestion } from '../application/ask-for-passkey.js';

/** Options as `PublicKeyCredential.parseCreationOptionsFromJSON()` or `…parseRequestOptionsFromJSON()` take them. */
export class CeremonyView {
  @ApiProperty({ description: 'To be sent with the answer' })
  challengeId: string;
  @ApiProperty({ description: 'What the authenticator signs' })
  challenge: string;

  static of({ challengeId, options }: PasskeyQuestion): CeremonyView {
    return { ...(options as { challenge: string }), challengeId };
  }
}
