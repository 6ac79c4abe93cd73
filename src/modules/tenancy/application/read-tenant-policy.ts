import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { ServerPolicies, TenantPolicies } from '../domain/tenant-policies.js';
import { effectivePolicy, type EffectivePolicy, type TenantPolicy } from '../domain/tenant-policy.js';

/** What a tenant asks for, and what holds in it. Always read from the database: a change takes effect at once. */
@Injectable()
export class ReadTenantPolicy {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly policies: TenantPolicies,
    private readonly server: ServerPolicies,
  ) {}

  async execute(tenantId: Id): Promise<{ own: TenantPolicy; effective: EffectivePolicy }> {
    const own = await this.unitOfWork.run(() => this.policies.of(tenantId), { tenantId });
    return { own, effective: effectivePolicy(this.server.current, own) };
  }
}
