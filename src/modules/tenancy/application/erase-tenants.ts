import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { tenantRolesTag } from '../../authorization/index.js';
import { EraseDirectory, SHARED_DIRECTORY_ID } from '../../identity/index.js';
import { TenantEnd, type DueTenant } from '../domain/tenant.repository.js';
import { TenancyEvents } from './tenancy-events.js';

const PEOPLE_AT_ONCE = 100;

/** Erases tenants whose time is up, with the people who were theirs alone. What was begun is taken up again. */
@Injectable()
export class EraseTenants {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly end: TenantEnd,
    private readonly eraseDirectory: EraseDirectory,
    private readonly invalidation: Invalidation,
    private readonly events: TenancyEvents,
    private readonly clock: Clock,
  ) {}

  /** @returns how many were erased, at most `limit` */
  async execute(limit: number, signal: AbortSignal): Promise<number> {
    const due = await this.unitOfWork.run(() => this.end.due(this.clock.now(), limit), { everyTenant: true });
    for (const tenant of due) await this.erase(tenant, signal);
    return due.length;
  }

  private async erase({ id, directoryId }: DueTenant, signal: AbortSignal): Promise<void> {
    let erased = directoryId === SHARED_DIRECTORY_ID ? 0 : PEOPLE_AT_ONCE;
    while (erased === PEOPLE_AT_ONCE) {
      signal.throwIfAborted();
      erased = await this.eraseDirectory.people(directoryId, PEOPLE_AT_ONCE);
    }
    await this.unitOfWork.run(
      async () => {
        if (!(await this.end.erase(id, this.clock.now()))) return;
        if (directoryId !== SHARED_DIRECTORY_ID) await this.eraseDirectory.execute(directoryId);
        await this.invalidation.announce(tenantRolesTag(id));
        await this.events.publish('tenant.erased', id, null);
      },
      { tenantId: id },
    );
  }
}
