import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { Invalidation } from '../../../../kernel/invalidation.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { personalAccessTokenTag } from '../../domain/personal/personal-access-token.js';
import { PersonalAccessTokens } from '../../domain/personal/personal-access-tokens.js';
import { tokenNotFound } from '../../domain/tokens.errors.js';
import { TokensEvents } from '../tokens-events.js';

/** Ends a token, on every node within a second. */
@Injectable()
export class RevokePersonalAccessToken {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tokens: PersonalAccessTokens,
    private readonly invalidation: Invalidation,
    private readonly events: TokensEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `tokens.not-found` */
  async execute(tenantId: Id, userId: Id, tokenId: Id): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        if (!(await this.tokens.revoke(userId, tokenId, this.clock.now()))) throw tokenNotFound();
        await this.invalidation.announce(personalAccessTokenTag(tokenId));
        await this.events.publish('token.revoked', tenantId, userId, { tokenId });
      },
      { tenantId },
    );
  }
}
