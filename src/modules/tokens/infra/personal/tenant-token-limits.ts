import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { ReadTenantPolicy } from '../../../tenancy/index.js';
import type { TokenLimits } from '../../domain/personal/token-limits.js';

/** The stricter of the server's limit and the tenant's. */
@Injectable()
export class TenantTokenLimits implements TokenLimits {
  constructor(private readonly tenantPolicy: ReadTenantPolicy) {}

  async maxDays(tenantId: Id): Promise<number> {
    const { effective } = await this.tenantPolicy.execute(tenantId);
    return effective.patMaxDays ?? 0;
  }
}
