import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { notAMember } from '../domain/tenancy.errors.js';
import { TenantRepository } from '../domain/tenant.repository.js';

/** Which tenant a new session works in. */
@Injectable()
export class ChooseTenant {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tenants: TenantRepository,
  ) {}

  /**
   * @param slug the tenant that was asked for; without one the first that the user joined, or none
   * @throws DomainError `tenancy.not-a-member`, also when there is no such tenant
   */
  async execute(userId: Id, slug: string | undefined): Promise<Id | null> {
    return this.unitOfWork.run(
      async () => {
        const tenantId = await this.tenants.findOfMember(userId, slug);
        if (slug !== undefined && !tenantId) throw notAMember();
        return tenantId;
      },
      { userId },
    );
  }
}
