/** The only door to a session: whatever was proven, and however, it is weighed and ends here. */
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { IssueSession, type IssuedSession } from '../../sessions/index.js';
import { ChooseTenant } from '../../tenancy/index.js';
import { proofSpent } from '../domain/sign-in.errors.js';
import { AskForMore } from './ask-for-more.js';
import { HandOverSession } from './hand-over-session.js';
import type { Authenticated, MoreRequired, ProvenSignIn, SignInResult } from './sign-in-result.js';

type Begun = IssuedSession & Pick<Authenticated, 'user' | 'deviceSecret' | 'mfaEnabled'>;

@Injectable()
export class FinishSignIn {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly chooseTenant: ChooseTenant,
    private readonly askForMore: AskForMore,
    private readonly issueSession: IssueSession,
    private readonly handOver: HandOverSession,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `tenancy.not-a-member`, `tenancy.sign-in-method-refused`, `auth.invalid-credentials` when the account changed meanwhile,
   *   `auth.invalid-code` when the proof was used up meanwhile, `auth.user-verification-required`
   */
  async execute(proven: ProvenSignIn): Promise<SignInResult> {
    const { userId } = proven;
    const outcome = await this.unitOfWork.run(() => this.settle(proven), { userId });
    if ('status' in outcome) return outcome;
    const { user, mfaEnabled, deviceSecret } = outcome;
    const handedOver = await this.handOver.execute(outcome);
    return { status: 'authenticated', user, mfaEnabled, deviceSecret, ...handedOver };
  }

  /** The account first, then what is spent: whoever shuts the account out takes the same order. */
  private async settle(proven: ProvenSignIn): Promise<MoreRequired | Begun> {
    const { amr, visitor, tenantSlug, rememberMe, transport, spend } = proven;
    const user = await proven.admit();
    if (spend && !(await spend())) throw proofSpent();
    const tenant = await this.chooseTenant.execute(user.id, tenantSlug, amr);
    const activeTenantId = tenant?.id ?? null;
    const { more, mfaEnabled } = await this.askForMore.execute(user, proven, activeTenantId);
    if (more) return more;
    const issued = await this.issueSession.execute({
      userId: user.id,
      directoryId: user.directoryId,
      activeTenantId,
      tenantLimits: tenant?.sessionLimits,
      proofs: { amr, authTime: this.clock.now() },
      origin: { ip: visitor.ip, userAgent: visitor.userAgent },
      rememberMe,
      transport,
      deviceSecret: visitor.deviceSecret,
    });
    return { ...issued, user, mfaEnabled };
  }
}
