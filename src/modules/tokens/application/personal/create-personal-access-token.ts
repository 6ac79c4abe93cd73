import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import {
  checkExpiry,
  MOST_TOKENS,
  type PersonalAccessToken,
} from '../../domain/personal/personal-access-token.js';
import { PersonalAccessTokens } from '../../domain/personal/personal-access-tokens.js';
import { TokenLimits } from '../../domain/personal/token-limits.js';
import { tooManyTokens } from '../../domain/tokens.errors.js';
import { MintToken } from '../mint-token.js';
import { TokensEvents } from '../tokens-events.js';
import { AllowedScopes } from './allowed-scopes.js';

export interface PersonalAccessTokenWish {
  readonly userId: Id;
  readonly tenantId: Id;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
}

/** Makes a token that may do what its scopes say for as long as its owner may. */
@Injectable()
export class CreatePersonalAccessToken {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tokens: PersonalAccessTokens,
    private readonly allowedScopes: AllowedScopes,
    private readonly limits: TokenLimits,
    private readonly mint: MintToken,
    private readonly events: TokensEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the token and, this once, its text
   * @throws DomainError `tokens.scope-unknown`, `tokens.scope-not-held`, `tokens.expiry-refused`, `tokens.too-many`
   */
  async execute(wish: PersonalAccessTokenWish): Promise<{ token: PersonalAccessToken; text: string }> {
    const { tenantId, userId, name, expiresAt } = wish;
    const createdAt = this.clock.now();
    checkExpiry(expiresAt, createdAt, await this.limits.maxDays(tenantId));
    const scopes = [...new Set(wish.scopes)].sort();
    await this.allowedScopes.check(tenantId, userId, scopes);
    const { id, text, hash, display } = this.mint.execute('pat_');
    const token = { id, tenantId, userId, name, display, scopes, createdAt, expiresAt };
    await this.unitOfWork.run(
      async () => {
        if (!(await this.tokens.insert(token, hash, MOST_TOKENS))) throw tooManyTokens(MOST_TOKENS);
        await this.events.publish('token.created', tenantId, userId, {
          tokenId: id,
          name,
          scopes,
          expiresAt,
        });
      },
      { tenantId },
    );
    return { token, text };
  }
}
