import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import { sessionTag } from '../domain/session-tags.js';
import { SessionRepository } from '../domain/session.repository.js';

/** Sessions that worked in a tenant go on without one, on every node within a second. */
@Injectable()
export class ReleaseSessions {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly invalidation: Invalidation,
  ) {}

  /**
   * Part of the caller's transaction.
   * @param userId whose sessions; null: everybody's
   */
  async execute(tenantId: Id, userId: Id | null): Promise<void> {
    // No session has any of no proofs, so everybody's is unfit.
    const whose = userId === null ? { userIds: [], proofs: [] } : { userIds: [userId], proofs: null };
    const released = await this.sessions.release(tenantId, whose);
    await this.invalidation.announce(...released.map(sessionTag));
  }
}
