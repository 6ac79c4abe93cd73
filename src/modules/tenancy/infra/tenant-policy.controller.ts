import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../kernel/principal.js';
import { CurrentPrincipal, CurrentTenant, RequirePermission } from '../../../platform/http/access.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { ReadTenantPolicy } from '../application/read-tenant-policy.js';
import { SetTenantPolicy } from '../application/set-tenant-policy.js';
import { tenantNotFound } from '../domain/tenancy.errors.js';
import { NO_POLICY } from '../domain/tenant-policy.js';
import { TenantPolicyDto, TenantPolicyView } from './tenant-policy.dto.js';

@ApiTags('Tenants')
@RequirePermission('tenant:manage')
@Controller('tenants/:id/policy')
export class TenantPolicyController {
  constructor(
    private readonly readPolicy: ReadTenantPolicy,
    private readonly setPolicy: SetTenantPolicy,
  ) {}

  /** What the active tenant asks of whoever works in it, and what holds together with the server. */
  @Get()
  @ApiOkResponse({ type: TenantPolicyView })
  async read(@CurrentTenant() tenantId: string, @Param('id', IdParam) id: string): Promise<TenantPolicyView> {
    if (id !== tenantId) throw tenantNotFound();
    const { own, effective } = await this.readPolicy.execute(tenantId);
    return TenantPolicyView.of(own, effective);
  }

  /** Replaces the policy: what is left out is as the server says. Sessions in the tenant follow within a second. */
  @Put()
  @ApiOkResponse({ type: TenantPolicyView })
  async replace(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
    @Body() body: TenantPolicyDto,
  ): Promise<TenantPolicyView> {
    if (id !== tenantId) throw tenantNotFound();
    await this.setPolicy.execute(by, tenantId, { ...NO_POLICY, requireMfa: null, ...given(body) });
    return this.read(tenantId, id);
  }
}

/** Without what was left out. */
function given(body: TenantPolicyDto): Partial<TenantPolicyDto> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
