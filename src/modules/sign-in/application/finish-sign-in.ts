/** The only door to a session: whatever was proven, and however, it ends here. */
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { AdmitUser } from '../../identity/index.js';
import { IssueSession } from '../../sessions/index.js';
import { ChooseTenant } from '../../tenancy/index.js';
import type { ProvenSignIn, SignInResult } from './sign-in-result.js';
import { HandOverSession } from './hand-over-session.js';

@Injectable()
export class FinishSignIn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly admitUser: AdmitUser,
    private readonly chooseTenant: ChooseTenant,
    private readonly issueSession: IssueSession,
    private readonly handOver: HandOverSession,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `tenancy.not-a-member`, `auth.invalid-credentials` when the account changed meanwhile */
  async execute({
    user,
    amr,
    visitor,
    tenantSlug,
    rememberMe,
    transport,
  }: ProvenSignIn): Promise<SignInResult> {
    const issued = await this.unitOfWork.run(async () => {
      await this.admitUser.execute(user);
      return this.issueSession.execute({
        userId: user.id,
        directoryId: user.directoryId,
        activeTenantId: await this.chooseTenant.execute(user.id, tenantSlug),
        proofs: { amr, authTime: this.clock.now() },
        origin: { ip: visitor.ip, userAgent: visitor.userAgent },
        rememberMe,
        transport,
        deviceSecret: visitor.deviceSecret,
      });
    });
    const handedOver = await this.handOver.execute(issued);
    return { status: 'authenticated', user, deviceSecret: issued.deviceSecret, ...handedOver };
  }
}
