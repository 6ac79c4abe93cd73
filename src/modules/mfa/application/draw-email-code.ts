import { Injectable } from '@nestjs/common';
import { Random } from '../../../kernel/random.js';
import { PasswordHasher } from '../../identity/index.js';
import { EMAIL_CODE_BYTES, emailCodeFrom } from '../domain/email-code.js';

/** Eight random digits and the slow hash that is kept of them. */
@Injectable()
export class DrawEmailCode {
  constructor(
    private readonly random: Random,
    private readonly hasher: PasswordHasher,
  ) {}

  async execute(): Promise<{ code: string; hash: string }> {
    for (;;) {
      const code = emailCodeFrom(Buffer.from(this.random.token(EMAIL_CODE_BYTES), 'base64url'));
      if (code) return { code, hash: await this.hasher.hash(code) };
    }
  }
}
