import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Outbox } from '../../../kernel/outbox.js';
import { Random } from '../../../kernel/random.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { SHARED_DIRECTORY_ID } from '../../identity/index.js';
import { directoryBound } from '../domain/tenancy.errors.js';
import { tenantCreated } from '../domain/tenancy.events.js';
import { TenantRepository } from '../domain/tenant.repository.js';
import { slugOf, type Tenant } from '../domain/tenant.js';

const SUFFIX_BYTES = 6;

/** Creates a tenant owned by its creator. */
@Injectable()
export class CreateTenant {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tenants: TenantRepository,
    private readonly outbox: Outbox,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `tenancy.directory-bound` */
  async execute(owner: { id: Id; directoryId: Id }, name: string): Promise<Tenant> {
    if (owner.directoryId !== SHARED_DIRECTORY_ID) throw directoryBound();
    const id = this.random.id();
    return this.unitOfWork.run(
      async () => {
        const createdAt = this.clock.now();
        const facts = { id, name, directoryId: owner.directoryId, createdBy: owner.id, createdAt };
        const tenant = await this.insertUnderFreeSlug(facts);
        await this.tenants.addMember(id, owner.id, ['owner'], createdAt);
        await this.outbox.publish(tenantCreated(this.random.id(), tenant));
        return tenant;
      },
      { tenantId: id },
    );
  }

  private async insertUnderFreeSlug(facts: Omit<Tenant, 'slug'>): Promise<Tenant> {
    const wished = slugOf(facts.name);
    if (wished !== '') {
      const tenant = { ...facts, slug: wished };
      if (await this.tenants.insert(tenant)) return tenant;
    }
    const suffix = this.random.token(SUFFIX_BYTES).toLowerCase().replace(/[-_]/g, '0');
    const tenant = { ...facts, slug: [wished || 'tenant', suffix].join('-') };
    if (await this.tenants.insert(tenant)) return tenant;
    throw new Error(`the slug ${tenant.slug} is taken in spite of its random part`);
  }
}
