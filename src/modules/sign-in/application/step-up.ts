import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { AdmitUser } from '../../identity/index.js';
import { withProofs } from '../../mfa/index.js';
import { CurrentSession, RenewSession, type Origin } from '../../sessions/index.js';
import { proofSpent } from '../domain/sign-in.errors.js';
import { HandOverSession } from './hand-over-session.js';
import { ProveAgain, type StepUpAnswer } from './prove-again.js';
import type { SignedIn, SignedInCaller } from './sign-in-result.js';

/** Proves again who one is; the session goes on under a new id with a fresh `auth_time`. */
@Injectable()
export class StepUp {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly admitUser: AdmitUser,
    private readonly currentSession: CurrentSession,
    private readonly proveAgain: ProveAgain,
    private readonly renewSession: RenewSession,
    private readonly handOver: HandOverSession,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.method-unavailable`, `auth.invalid-credentials`, `auth.invalid-code` and limits on both */
  async execute(caller: SignedInCaller, answer: StepUpAnswer, origin: Origin): Promise<SignedIn> {
    const { userId, sessionId } = caller;
    const before = await this.currentSession.execute(caller);
    const { user, amr, spend } = await this.proveAgain.execute(userId, before.amr, answer);
    const issued = await this.unitOfWork.run(async () => {
      await this.admitUser.execute(user);
      if (!(await spend())) throw proofSpent();
      return this.renewSession.execute({
        sessionId,
        ownerId: userId,
        because: 'step-up',
        origin,
        change: { amr: withProofs(before.amr, amr), authTime: this.clock.now() },
      });
    });
    return this.handOver.execute(issued);
  }
}
