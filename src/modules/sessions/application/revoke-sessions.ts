import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import { Outbox } from '../../../kernel/outbox.js';
import { Random } from '../../../kernel/random.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { SessionRepository, type Crowd } from '../domain/session.repository.js';
import type { RevocationReason } from '../domain/session.js';
import { sessionsRevoked } from '../domain/sessions.events.js';
import { sessionTag } from '../domain/session-tags.js';

/** Ends sessions: here at once, on every other node within a second, for every credential that hangs on them. */
@Injectable()
export class RevokeSessions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly invalidation: Invalidation,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** @returns false when this user has no such live session */
  async one(ownerId: Id, sessionId: Id, reason: RevocationReason): Promise<boolean> {
    const revoked = await this.revoking(ownerId, reason, (now) =>
      this.sessions.revoke([sessionId], ownerId, reason, now),
    );
    return revoked.length > 0;
  }

  /** Every live session of the user but `keep`. @returns how many */
  async allOfUser(userId: Id, keep: Id | null, reason: RevocationReason): Promise<number> {
    const revoked = await this.revoking(userId, reason, (now) =>
      this.sessions.revokeAllOfUser(userId, keep, reason, now),
    );
    return revoked.length;
  }

  /** The oldest sessions of a person in a tenant, where they have too many there. Part of the caller's transaction. */
  async beyond(crowd: Crowd): Promise<void> {
    const reason = 'session-limit';
    await this.revoking(crowd.userId, reason, (now) => this.sessions.revokeBeyond(crowd, reason, now));
  }

  private async revoking(
    userId: Id,
    reason: RevocationReason,
    revoke: (now: Date) => Promise<Id[]>,
  ): Promise<readonly Id[]> {
    return this.unitOfWork.run(async () => {
      const now = this.clock.now();
      const sessionIds = await revoke(now);
      if (sessionIds.length === 0) return sessionIds;
      await this.invalidation.announce(...sessionIds.map(sessionTag));
      await this.outbox.publish(sessionsRevoked(this.random.id(), userId, now, { sessionIds, reason }));
      return sessionIds;
    });
  }
}
