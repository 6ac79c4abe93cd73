import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Outbox } from '../../../kernel/outbox.js';
import { Random } from '../../../kernel/random.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { CurrentSession, type IssuedSession, type Origin, type Session } from '../../sessions/index.js';
import { sessionRequired } from '../domain/sign-in.errors.js';
import { tenantSwitched } from '../domain/sign-in.events.js';
import { HandOverSession } from './hand-over-session.js';
import { MoveSession } from './move-session.js';
import type { SignedIn, SignedInCaller } from './sign-in-result.js';

export interface SwitchingCaller extends SignedInCaller {
  /** How the request proved whose it is. */
  readonly transport: Session['transport'];
}

/** The session goes on in another tenant, or in none, under a new id; what it was opened with before opens nothing. */
@Injectable()
export class SwitchTenant {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly currentSession: CurrentSession,
    private readonly moveSession: MoveSession,
    private readonly handOver: HandOverSession,
    private readonly outbox: Outbox,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /**
   * @param tenantId null: to work in none
   * @throws DomainError `tenancy.not-a-member`, also when there is no such tenant; `tenancy.sign-in-method-refused`,
   *   `auth.step-up-required`, `auth.mfa-enrolment-required`, `auth.session-required`
   */
  async execute(caller: SwitchingCaller, tenantId: Id | null, origin: Origin): Promise<SignedIn> {
    const before = await this.currentSession.execute(caller);
    // A token that was made of a browser's session for a few minutes must not become the session itself.
    if (before.transport !== caller.transport) throw sessionRequired();
    const issued = await this.unitOfWork.run(() => this.move(before, tenantId, origin));
    return this.handOver.execute(issued);
  }

  private async move(before: Session, tenantId: Id | null, origin: Origin): Promise<IssuedSession> {
    const issued = await this.moveSession.execute(before, tenantId, origin);
    const { userId, activeTenantId: from } = before;
    const moved = { userId, from, to: tenantId, sessionId: issued.session.id };
    await this.outbox.publish(tenantSwitched(this.random.id(), this.clock.now(), moved));
    return issued;
  }
}
