import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { ListStepUpMethods, MeetDemands } from '../../mfa/index.js';
import {
  RenewSession,
  RevokeSessions,
  type IssuedSession,
  type Origin,
  type Session,
} from '../../sessions/index.js';
import { ChooseTenant } from '../../tenancy/index.js';
import { newerProofRequired } from '../domain/sign-in.errors.js';

/** Moves a session into a tenant as its policy wants it: what was proven, how, how long ago. */
@Injectable()
export class MoveSession {
  constructor(
    private readonly chooseTenant: ChooseTenant,
    private readonly meetDemands: MeetDemands,
    private readonly listStepUpMethods: ListStepUpMethods,
    private readonly renewSession: RenewSession,
    private readonly revokeSessions: RevokeSessions,
    private readonly clock: Clock,
  ) {}

  /** Part of the caller's transaction. */
  async execute(session: Session, tenantId: Id | null, origin: Origin): Promise<IssuedSession> {
    const renewal = {
      sessionId: session.id,
      ownerId: session.userId,
      because: 'tenant-switch',
      origin,
    } as const;
    const change = { activeTenantId: tenantId };
    if (tenantId === null) return this.renewSession.execute({ ...renewal, change });
    const { userId, amr } = session;
    const { sessionLimits } = await this.chooseTenant.enter(userId, tenantId, amr);
    await this.meetDemands.execute(userId, tenantId, amr);
    if (!session.confined(sessionLimits).isAlive(this.clock.now()))
      throw newerProofRequired(await this.listStepUpMethods.execute(userId, amr));
    const issued = await this.renewSession.execute({ ...renewal, change, tenantLimits: sessionLimits });
    const most = sessionLimits.sessionsPerUser;
    if (most !== null) await this.revokeSessions.beyond({ userId, tenantId, most, keep: issued.session.id });
    return issued;
  }
}
