import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import type { User } from '../../identity/index.js';
import { BeginChallenge, WeighProofs } from '../../mfa/index.js';
import { userVerificationRequired } from '../domain/sign-in.errors.js';
import { pendingOf } from './pending-sign-in.js';
import type { MoreRequired, ProvenSignIn } from './sign-in-result.js';

/** Weighs what was proven; where it is not enough, a challenge keeps what the sign-in wanted until the rest is proven. */
@Injectable()
export class AskForMore {
  constructor(
    private readonly weighProofs: WeighProofs,
    private readonly beginChallenge: BeginChallenge,
  ) {}

  /** Part of the transaction that would begin the session. @throws DomainError `auth.user-verification-required` */
  async execute(
    user: User,
    proven: ProvenSignIn,
    tenantId: Id | null,
  ): Promise<{ more: MoreRequired | null; mfaEnabled: boolean }> {
    const { amr, visitor } = proven;
    const { trustSecret } = visitor;
    const { mfaEnabled, ...decision } = await this.weighProofs.execute({ user, tenantId, amr, trustSecret });
    const about = { userId: user.id, context: { ...pendingOf(user, proven) } };
    switch (decision.status) {
      case 'complete':
        return { more: null, mfaEnabled };
      case 'challenge': {
        const { methods } = decision;
        const begun = await this.beginChallenge.execute({ ...about, purpose: 'second-factor', methods });
        return { more: { status: 'mfa_required', ...begun, methods }, mfaEnabled };
      }
      case 'enrol': {
        const { kinds: methods } = decision;
        const begun = await this.beginChallenge.execute({ ...about, purpose: 'enrolment', methods });
        return { more: { status: 'mfa_enrolment_required', ...begun, methods }, mfaEnabled };
      }
      case 'verify-user':
        throw userVerificationRequired();
    }
  }
}
