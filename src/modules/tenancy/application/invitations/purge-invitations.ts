import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { Invitations } from '../../domain/invitations.js';

const KEPT_MS = 7 * 86_400_000;

/** The address of somebody who never answered is not kept: a week after its end an invitation is deleted. */
@Injectable()
export class PurgeInvitations {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly invitations: Invitations,
    private readonly clock: Clock,
  ) {}

  /** @returns how many were deleted in this tenant, at most `limit` */
  async execute(tenantId: Id, limit: number): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    return this.unitOfWork.run(() => this.invitations.purgeEnded(tenantId, before, limit), { tenantId });
  }
}
