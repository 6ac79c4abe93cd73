import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../kernel/principal.js';
import { CurrentPrincipal, RequirePermission } from '../../../platform/http/access.js';
import { ReadTenantPolicy } from '../application/read-tenant-policy.js';
import { SetTenantPolicy } from '../application/set-tenant-policy.js';
import { NO_POLICY } from '../domain/tenant-policy.js';
import { ActiveTenant, TENANT_ID } from './active-tenant.js';
import { TenantPolicyDto, TenantPolicyView } from './tenant-policy.dto.js';

@ApiTags('Tenants')
@RequirePermission('tenant:manage')
@ApiParam(TENANT_ID)
@Controller('tenants/:id/policy')
export class TenantPolicyController {
  constructor(
    private readonly readPolicy: ReadTenantPolicy,
    private readonly setPolicy: SetTenantPolicy,
  ) {}

  /** What the active tenant asks of whoever works in it, and what holds together with the server. */
  @Get()
  @ApiOkResponse({ type: TenantPolicyView })
  async read(@ActiveTenant() tenantId: string): Promise<TenantPolicyView> {
    const { own, effective } = await this.readPolicy.execute(tenantId);
    return TenantPolicyView.of(own, effective);
  }

  /** Replaces the policy: what is left out is as the server says. Sessions in the tenant follow within a second. */
  @Put()
  @ApiOkResponse({ type: TenantPolicyView })
  async replace(
    @CurrentPrincipal() by: Principal,
    @ActiveTenant() tenantId: string,
    @Body() body: TenantPolicyDto,
  ): Promise<TenantPolicyView> {
    await this.setPolicy.execute(by, tenantId, { ...NO_POLICY, requireMfa: null, ...given(body) });
    return this.read(tenantId);
  }
}

/** Without what was left out. */
function given(body: TenantPolicyDto): Partial<TenantPolicyDto> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
