import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Outbox } from '../../../kernel/outbox.js';
import { Random } from '../../../kernel/random.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { OpenDirectory, SHARED_DIRECTORY_ID } from '../../identity/index.js';
import { directoryBound, slugTaken } from '../domain/tenancy.errors.js';
import { tenantCreated } from '../domain/tenancy.events.js';
import { TenantRepository } from '../domain/tenant.repository.js';
import { checkSettings, slugOf, type Tenant, type TenantSettings } from '../domain/tenant.js';

const SUFFIX_BYTES = 6;

export interface TenantWish {
  /** Without one it is made from the name, and made unique. */
  readonly slug?: string;
  /** Whether its people are in a directory of their own: the same address is another person there. */
  readonly isolated?: boolean;
  readonly settings?: TenantSettings;
}

/** Creates a tenant owned by its creator. */
@Injectable()
export class CreateTenant {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tenants: TenantRepository,
    private readonly openDirectory: OpenDirectory,
    private readonly outbox: Outbox,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `tenancy.slug-taken` (only a slug that was asked for), `tenancy.directory-bound` */
  async execute(
    owner: { id: Id; directoryId: Id },
    name: string,
    { slug, isolated = false, settings = {} }: TenantWish = {},
  ): Promise<Tenant> {
    if (owner.directoryId !== SHARED_DIRECTORY_ID) throw directoryBound();
    checkSettings(settings);
    const id = this.random.id();
    return this.unitOfWork.run(
      async () => {
        const createdAt = this.clock.now();
        const directoryId = isolated ? await this.openDirectory.execute() : owner.directoryId;
        const facts = { id, name, directoryId, settings, createdBy: owner.id, createdAt };
        const tenant = await (slug === undefined
          ? this.insertUnderFreeSlug(facts)
          : this.insertUnder(slug, facts));
        await this.tenants.addMember(id, owner.id, ['owner'], createdAt);
        await this.outbox.publish(tenantCreated(this.random.id(), tenant));
        return tenant;
      },
      { tenantId: id },
    );
  }

  private async insertUnder(slug: string, facts: Omit<Tenant, 'slug'>): Promise<Tenant> {
    const tenant = { ...facts, slug };
    if (!(await this.tenants.insert(tenant))) throw slugTaken();
    return tenant;
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
