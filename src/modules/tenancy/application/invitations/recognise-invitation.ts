import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { SingleUse } from '../../../../kernel/single-use.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { emailOf } from '../../../identity/index.js';
import { TenantPolicies } from '../../domain/tenant-policies.js';
import { domainOf, Invitations, type InvitationReference } from '../../domain/invitations.js';

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
    const reference = await this.referenceOf(token);
    return reference && this.of(reference, email);
  }

  /** What a token stands for; null when it is worth nothing. */
  async referenceOf(token: string): Promise<InvitationReference | null> {
    const grant = await this.singleUse.peek('invitation', token);
    return grant && (grant.payload as unknown as InvitationReference);
  }

  /** As `execute`, of an invitation whose token was looked at before. */
  async of(reference: InvitationReference, email: string): Promise<RecognisedInvitation | null> {
    const { tenantId } = reference;
    return this.unitOfWork.run(
      async () => {
        const offer = await this.invitations.find(reference, this.clock.now());
        if (offer?.emailNormalised !== emailOf(email).normalised) return null;
        // The policy may have become stricter since the invitation was sent.
        const domains = await this.invitations.allowedDomains(tenantId);
        if (domains && !domains.includes(domainOf(offer.emailNormalised))) return null;
        return { reference, directoryId: offer.directoryId };
      },
      { tenantId },
    );
  }

  /**
   * What the tenant that invites asks of passwords, whoever shows the token: the answer must not tell whom it is for.
   * @returns in code points; 0 when it asks for nothing, or the token is worth nothing
   */
  async passwordMinLength(token: string): Promise<number> {
    const reference = await this.referenceOf(token);
    if (!reference) return 0;
    const { tenantId } = reference;
    const own = await this.unitOfWork.run(() => this.policies.of(tenantId), { tenantId });
    return own.passwordMinLength ?? 0;
  }
}
