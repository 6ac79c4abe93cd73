import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { PersonalAccessTokens } from '../../domain/personal/personal-access-tokens.js';
import { TOKEN_EXPIRING } from '../../domain/tokens.events.js';
import { TokensEvents } from '../tokens-events.js';

const DAY_MS = 86_400_000;
const REMINDED_DAYS_BEFORE = 7;
const KEPT_DAYS_AFTER = 30;

/** What has to be done about tokens as time goes by, in one tenant. */
@Injectable()
export class LookAfterTokens {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tokens: PersonalAccessTokens,
    private readonly events: TokensEvents,
    private readonly clock: Clock,
  ) {}

  /** Says of tokens that they will soon expire, once of each. @returns of how many, at most `limit` */
  async announceExpiring(tenantId: Id, limit: number): Promise<number> {
    return this.unitOfWork.run(
      async () => {
        const now = this.clock.now();
        const soon = new Date(now.getTime() + REMINDED_DAYS_BEFORE * DAY_MS);
        const expiring = await this.tokens.markExpiring(now, soon, limit);
        for (const { id, userId, name, expiresAt } of expiring)
          await this.events.publish(TOKEN_EXPIRING, tenantId, userId, { tokenId: id, name, expiresAt });
        return expiring.length;
      },
      { tenantId },
    );
  }

  /** @returns how many that ended long ago were deleted, at most `limit` */
  async purge(tenantId: Id, limit: number): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEPT_DAYS_AFTER * DAY_MS);
    return this.unitOfWork.run(() => this.tokens.purgeEnded(before, limit), { tenantId });
  }
}
