import { Injectable } from '@nestjs/common';
import { changesNothing } from '../../../kernel/change.js';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { actorId, type Principal } from '../../../kernel/principal.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { slugTaken, tenantNotFound } from '../domain/tenancy.errors.js';
import { TenantRepository } from '../domain/tenant.repository.js';
import { checkSettings, type TenantChange } from '../domain/tenant.js';
import { TenancyEvents } from './tenancy-events.js';

@Injectable()
export class ChangeTenant {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tenants: TenantRepository,
    private readonly events: TenancyEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `tenancy.slug-taken`, `tenancy.not-found`, `request.invalid` for settings that are too large */
  async execute(by: Principal, tenantId: Id, change: TenantChange): Promise<void> {
    if (changesNothing(change)) return;
    if (change.settings) checkSettings(change.settings);
    await this.unitOfWork.run(
      async () => {
        const outcome = await this.tenants.change(tenantId, change, actorId(by), this.clock.now());
        if (outcome === 'slug-taken') throw slugTaken();
        if (outcome === 'not-found') throw tenantNotFound();
        const { settings: _, ...shown } = change;
        await this.events.publish('tenant.updated', tenantId, by, { changed: Object.keys(change), ...shown });
      },
      { tenantId },
    );
  }
}
