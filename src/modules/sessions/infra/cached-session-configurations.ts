import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { RevocableCache, RevocableCaches } from '../../../platform/cache/revocable-cache.js';
import type { OwnSessionLimits, SessionConfigurations } from '../domain/session-configurations.js';
import type { SessionLimits } from '../domain/session-limits.js';
import { SqlSessionConfigurations } from './sql-session-configurations.js';

const CAPACITY = 10_000;
const MAX_AGE_MS = 60_000;

interface Limits extends SessionLimits {
  readonly directoryId: Id;
}

const limitsTag = (directoryId: Id) => `session-limits:${directoryId}`;

/** Every sign-in asks for them, hardly anybody ever sets them. */
@Injectable()
export class CachedSessionConfigurations implements SessionConfigurations {
  private readonly limits: RevocableCache<Limits>;

  constructor(
    caches: RevocableCaches,
    private readonly configurations: SqlSessionConfigurations,
    private readonly unitOfWork: UnitOfWork,
    private readonly invalidation: Invalidation,
  ) {
    this.limits = caches.create<Limits>({
      name: 'session_limits',
      max: CAPACITY,
      maxAgeMs: MAX_AGE_MS,
      tagsOf: ({ directoryId }) => [limitsTag(directoryId)],
    });
  }

  async limitsOf(directoryId: Id): Promise<SessionLimits> {
    const load = async () => ({ ...(await this.configurations.limitsOf(directoryId)), directoryId });
    return (this.limits.peek(directoryId) ?? (await this.limits.get(directoryId, load)))!;
  }

  async set(directoryId: Id, own: OwnSessionLimits, now: Date): Promise<void> {
    await this.unitOfWork.run(async () => {
      await this.configurations.set(directoryId, own, now);
      await this.invalidation.announce(limitsTag(directoryId));
    });
  }
}
