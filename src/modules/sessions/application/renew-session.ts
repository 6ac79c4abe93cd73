import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import { Random } from '../../../kernel/random.js';
import { together } from '../../../kernel/together.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { SessionActivities, type ActivityKind } from '../domain/session-activities.js';
import { SessionRepository } from '../domain/session.repository.js';
import type { TenantSessionLimits } from '../domain/session-limits.js';
import type { Origin, Proofs } from '../domain/session.js';
import { sessionNotFound } from '../domain/sessions.errors.js';
import { sessionTag } from '../domain/session-tags.js';
import { StoreSession, type IssuedSession } from './store-session.js';

export interface RenewSessionCommand {
  readonly sessionId: Id;
  readonly ownerId: Id;
  readonly because: ActivityKind;
  readonly origin: Origin;
  /** What was newly proven or chosen; the rest is inherited. */
  readonly change: Partial<Proofs> & { activeTenantId?: Id | null };
  /** Of the tenant that it goes on in. */
  readonly tenantLimits?: TenantSessionLimits;
}

/**
 * Gives a session a new id and secret at every change of privilege, so that an id planted or seen before
 * is worth nothing afterwards (session fixation). The trail moves along.
 */
@Injectable()
export class RenewSession {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly activities: SessionActivities,
    private readonly store: StoreSession,
    private readonly invalidation: Invalidation,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** @throws DomainError `sessions.not-found` when the session ended meanwhile */
  async execute(command: RenewSessionCommand): Promise<IssuedSession> {
    return this.unitOfWork.run(async () => {
      const now = this.clock.now();
      // Of two renewals at once the second finds nothing left to revoke: one sign-in never becomes two sessions.
      const [, current, [revoked]] = await together(
        this.sessions.holdOwner(command.ownerId),
        this.sessions.findById(command.sessionId),
        this.sessions.revoke([command.sessionId], command.ownerId, 'replaced', now),
      );
      if (!current || !revoked) throw sessionNotFound();
      await this.invalidation.announce(sessionTag(revoked));
      const renewed = current.renewed(this.random.id(), { ...command.change, now });
      const next = command.tenantLimits ? renewed.confined(command.tenantLimits) : renewed;
      // It is older than the tenant allows: a new proof would make it young enough.
      if (!next.isAlive(now)) throw sessionNotFound();
      const issued = await this.store.write(next);
      await together(
        this.activities.moveTo(next.id, current.id),
        this.activities.record(next.id, command.because, command.origin, now),
      );
      return issued;
    });
  }
}
