import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { tenantRolesTag } from '../../authorization/index.js';
import { EraseDirectory, SHARED_DIRECTORY_ID } from '../../identity/index.js';
import { TenantEnd, type DueTenant } from '../domain/tenant.repository.js';
import { BeforeErasure } from './before-erasure.js';
import { TenancyEvents } from './tenancy-events.js';

const TENANTS_AT_ONCE = 100;
const PEOPLE_AT_ONCE = 100;
/** How long an erasure waits for what has to be done elsewhere first. */
const PATIENCE_MS = 24 * 60 * 60 * 1000;

/** Erases tenants whose time is up, with the people who were theirs alone. What was begun is taken up again. */
@Injectable()
export class EraseTenants {
  constructor(
    private readonly before: BeforeErasure,
    private readonly unitOfWork: UnitOfWork,
    private readonly end: TenantEnd,
    private readonly eraseDirectory: EraseDirectory,
    private readonly invalidation: Invalidation,
    private readonly events: TenancyEvents,
    private readonly clock: Clock,
  ) {}

  /** @returns how many were erased */
  async execute(signal: AbortSignal): Promise<number> {
    let erased = 0;
    let last: Id | null = null;
    for (;;) {
      const next = (): Promise<DueTenant[]> => this.end.due(this.clock.now(), last, TENANTS_AT_ONCE);
      const due: DueTenant[] = await this.unitOfWork.run(next, { everyTenant: true });
      for (const tenant of due) {
        signal.throwIfAborted();
        if (!(await this.isReady(tenant, signal))) continue;
        await this.erase(tenant, signal);
        erased += 1;
      }
      if (due.length < TENANTS_AT_ONCE) return erased;
      last = due.at(-1)!.id;
    }
  }

  private async isReady({ id, erasureAt }: DueTenant, signal: AbortSignal): Promise<boolean> {
    const isLast = this.clock.now().getTime() - erasureAt.getTime() >= PATIENCE_MS;
    return (await this.before.execute(id, isLast, signal)) || (isLast && !signal.aborted);
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
