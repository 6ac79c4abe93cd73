import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { SingleUse } from '../../../../kernel/single-use.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { emailOf } from '../../../identity/index.js';
import { TenantPolicies } from '../../domain/tenant-policies.js';
import { Invitations, type InvitationReference } from '../../domain/invitations.js';

export interface RecognisedInvitation {
  readonly reference: InvitationReference;
  /** Where an account must be made to be able to accept it. */
  readonly directoryId: Id;
}

/** Whether somebody who signs up was invited. Nothing is spent before the address is confirmed. */
@Injectable()
export class RecogniseInvitation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly singleUse: SingleUse,
    private readonly invitations: Invitations,
    private readonly policies: TenantPolicies,
    private readonly clock: Clock,
  ) {}

  /** @returns null for a token that is worth nothing, or not for this address */
  async execute(token: string, email: string): Promise<RecognisedInvitation | null> {
    const grant = await this.singleUse.peek('invitation', token);
    if (!grant) return null;
    const reference = grant.payload as unknown as InvitationReference;
    const { tenantId } = reference;
    const offer = await this.unitOfWork.run(() => this.invitations.find(reference, this.clock.now()), {
      tenantId,
    });
    if (offer?.emailNormalised !== emailOf(email).normalised) return null;
    return { reference, directoryId: offer.directoryId };
  }

  /**
   * What the tenant that invites asks of passwords, whoever shows the token: the answer must not tell whom it is for.
   * @returns in code points; 0 when it asks for nothing, or the token is worth nothing
   */
  async passwordMinLength(token: string): Promise<number> {
    const grant = await this.singleUse.peek('invitation', token);
    if (!grant) return 0;
    const { tenantId } = grant.payload as unknown as InvitationReference;
    const own = await this.unitOfWork.run(() => this.policies.of(tenantId), { tenantId });
    return own.passwordMinLength ?? 0;
  }
}
