import { Injectable } from '@nestjs/common';
import { Digest } from '../../../../kernel/digest.js';
import { hashOfOpaqueToken } from '../../domain/opaque-token.js';
import { PersonalAccessTokens } from '../../domain/personal/personal-access-tokens.js';
import { RevokePersonalAccessToken } from './revoke-personal-access-token.js';

/** Ends a token that somebody holds: found on a street, in a log, in a repository. */
@Injectable()
export class RevokePresentedToken {
  constructor(
    private readonly tokens: PersonalAccessTokens,
    private readonly revoke: RevokePersonalAccessToken,
    private readonly digest: Digest,
  ) {}

  async execute(text: string): Promise<void> {
    const hash = hashOfOpaqueToken('pat_', text, this.digest);
    const token = hash && (await this.tokens.findPresented(hash));
    if (token) await this.revoke.execute(token.tenantId, token.userId, token.id);
  }
}
