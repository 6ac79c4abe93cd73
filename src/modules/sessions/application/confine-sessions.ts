import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import type { TenantSessionLimits } from '../domain/session-limits.js';
import { sessionTag } from '../domain/session-tags.js';
import { SessionRepository, type Unfit } from '../domain/session.repository.js';
import { RevokeSessions } from './revoke-sessions.js';

/** A tenant became stricter: the sessions that work in it follow, on every node within a second. */
@Injectable()
export class ConfineSessions {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly revokeSessions: RevokeSessions,
    private readonly invalidation: Invalidation,
    private readonly clock: Clock,
  ) {}

  /**
   * Part of the caller's transaction, which keeps everybody from entering the tenant meanwhile.
   * @param unfit whose sessions may not go on in the tenant at all; they go on without one
   */
  async execute(tenantId: Id, limits: TenantSessionLimits, unfit: Unfit): Promise<void> {
    const { idleMinutes, absoluteHours, sessionsPerUser } = limits;
    const changed = [
      ...(await this.sessions.release(tenantId, unfit)),
      ...(await this.sessions.confine(tenantId, {
        idleSeconds: idleMinutes && idleMinutes * 60,
        absoluteSeconds: absoluteHours && absoluteHours * 3600,
      })),
    ];
    await this.invalidation.announce(...changed.map(sessionTag));
    if (sessionsPerUser !== null) await this.makeRoom(tenantId, sessionsPerUser);
  }

  private async makeRoom(tenantId: Id, most: number): Promise<void> {
    for (const userId of await this.sessions.ownersBeyond(tenantId, most, this.clock.now()))
      await this.revokeSessions.beyond({ userId, tenantId, most, keep: null });
  }
}
