import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { AdmitUser, ConfirmPassword } from '../../identity/index.js';
import { CurrentSession, RenewSession, type Origin } from '../../sessions/index.js';
import type { SignedIn, SignedInCaller } from './sign-in-result.js';
import { HandOverSession } from './hand-over-session.js';

/** Proves again who one is; the session goes on under a new id with a fresh `auth_time`. */
@Injectable()
export class StepUpWithPassword {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly admitUser: AdmitUser,
    private readonly confirmPassword: ConfirmPassword,
    private readonly currentSession: CurrentSession,
    private readonly renewSession: RenewSession,
    private readonly handOver: HandOverSession,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.invalid-credentials`, `auth.too-many-attempts` */
  async execute(caller: SignedInCaller, password: string, origin: Origin): Promise<SignedIn> {
    const user = await this.confirmPassword.execute(caller.userId, password);
    const session = await this.currentSession.execute(caller);
    const issued = await this.unitOfWork.run(async () => {
      await this.admitUser.execute(user);
      return this.renewSession.execute({
        sessionId: caller.sessionId,
        ownerId: caller.userId,
        because: 'step-up',
        origin,
        change: { amr: [...new Set([...session.amr, 'pwd'])], authTime: this.clock.now() },
      });
    });
    return this.handOver.execute(issued);
  }
}
