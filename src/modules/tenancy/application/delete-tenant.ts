import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import type { Person } from '../../../kernel/principal.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { tenantRolesTag } from '../../authorization/index.js';
import { ReleaseSessions } from '../../sessions/index.js';
import { nothingToRestore, tenantNotFound } from '../domain/tenancy.errors.js';
import { erasureAfter } from '../domain/tenant.js';
import { TenantEnd } from '../domain/tenant.repository.js';
import { TenancyEvents } from './tenancy-events.js';

/** Closes a tenant: within a second nobody works in it any more. Its owners can bring it back for a while. */
@Injectable()
export class DeleteTenant {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly end: TenantEnd,
    private readonly releaseSessions: ReleaseSessions,
    private readonly invalidation: Invalidation,
    private readonly events: TenancyEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns when it will be erased
   * @throws DomainError `tenancy.not-found`
   */
  async execute(by: Person, tenantId: Id): Promise<Date> {
    const now = this.clock.now();
    const erasureAt = erasureAfter(now);
    await this.unitOfWork.run(
      async () => {
        if (!(await this.end.delete(tenantId, by.userId, now, erasureAt))) throw tenantNotFound();
        await this.releaseSessions.execute(tenantId, null);
        await this.invalidation.announce(tenantRolesTag(tenantId));
        await this.events.publish('tenant.deleted', tenantId, by, { erasureAt });
      },
      { tenantId },
    );
    return erasureAt;
  }

  /**
   * Undoes it. Nobody is put back to work there: people switch to it again.
   * @throws DomainError `tenancy.not-found`, also for who does not own it
   */
  async restore(by: Person, tenantId: Id): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        if (!(await this.end.restore(tenantId, by.userId, this.clock.now()))) throw nothingToRestore();
        await this.invalidation.announce(tenantRolesTag(tenantId));
        await this.events.publish('tenant.restored', tenantId, by);
      },
      { tenantId },
    );
  }
}
