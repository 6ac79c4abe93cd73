import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Person } from '../../../kernel/principal.js';
import {
  CurrentUser,
  RequireAssurance,
  RequireAuth,
  RequirePermission,
} from '../../../platform/http/access.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { DeleteTenant } from '../application/delete-tenant.js';
import { EndMembership } from '../application/members/end-membership.js';
import { TransferOwnership } from '../application/transfer-ownership.js';
import { nothingToRestore } from '../domain/tenancy.errors.js';
import { ActiveTenant, TENANT_ID } from './active-tenant.js';
import { FRESH_SECONDS } from './fresh.js';
import { TenantDto, TransferOwnershipDto } from './tenants.dto.js';
import { TenantQueries } from './tenants.queries.js';

@ApiTags('Tenants')
@Controller('tenants/:id')
export class TenantOwnersController {
  constructor(
    private readonly queries: TenantQueries,
    private readonly deleteTenant: DeleteTenant,
    private readonly endMembership: EndMembership,
    private readonly transferOwnership: TransferOwnership,
  ) {}

  /** Brings back a tenant that you own and that was deleted; you need not work in it, for nobody can. */
  @Post('restore')
  @HttpCode(200)
  @RequireAuth()
  @RequireAssurance('aal1', { maxAge: FRESH_SECONDS })
  @ApiOkResponse({ type: TenantDto })
  async restore(@CurrentUser() by: Person, @Param('id', IdParam) id: string): Promise<TenantDto> {
    await this.deleteTenant.restore(by, id);
    const tenant = await this.queries.oneOfMember(by.userId, id);
    if (!tenant) throw nothingToRestore();
    return tenant;
  }

  /** Ends your own membership. The last owner hands the tenant over first, or deletes it. */
  @Post('leave')
  @HttpCode(204)
  @RequireAuth()
  @ApiParam(TENANT_ID)
  @ApiNoContentResponse()
  async leave(@CurrentUser() by: Person, @ActiveTenant() tenantId: string): Promise<void> {
    await this.endMembership.leave(by, tenantId);
  }

  /** Makes another member an owner, and you no longer one, in one step. */
  @Post('transfer-ownership')
  @HttpCode(204)
  @RequirePermission('tenant:delete')
  @RequireAssurance('aal1', { maxAge: FRESH_SECONDS })
  @ApiParam(TENANT_ID)
  @ApiNoContentResponse()
  async transfer(
    @CurrentUser() by: Person,
    @ActiveTenant() tenantId: string,
    @Body() { userId, keepOwner = false }: TransferOwnershipDto,
  ): Promise<void> {
    await this.transferOwnership.execute(by, tenantId, userId.toLowerCase(), keepOwner);
  }
}
