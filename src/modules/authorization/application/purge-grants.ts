import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { Grants } from '../domain/grants.js';

/** Grants that ended are worth nothing at once; they stay for a day so that one can still see what was granted. */
const KEPT_MS = 86_400_000;

@Injectable()
export class PurgeGrants {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: Grants,
    private readonly clock: Clock,
  ) {}

  /** @returns how many were deleted, at most `limit` */
  async execute(tenantId: Id, limit: number): Promise<number> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    return this.unitOfWork.run(() => this.grants.purge(before, limit), { tenantId });
  }
}
