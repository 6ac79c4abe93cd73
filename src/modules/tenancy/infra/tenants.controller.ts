import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Person, Principal } from '../../../kernel/principal.js';
import {
  CurrentPrincipal,
  CurrentUser,
  RequireAssurance,
  RequireAuth,
  RequirePermission,
} from '../../../platform/http/access.js';
import { Idempotent } from '../../../platform/http/idempotency/idempotent.decorator.js';
import { PageQueryDto } from '../../../platform/http/page.dto.js';
import { FindUser } from '../../identity/index.js';
import { ChangeTenant } from '../application/change-tenant.js';
import { CreateTenant } from '../application/create-tenant.js';
import { DeleteTenant } from '../application/delete-tenant.js';
import { tenantNotFound } from '../domain/tenancy.errors.js';
import { ActiveTenant, TENANT_ID } from './active-tenant.js';
import { FRESH_SECONDS } from './fresh.js';
import {
  ChangeTenantDto,
  CreateTenantDto,
  DeletedTenantDto,
  TenantDetailsDto,
  TenantDto,
  TenantPageDto,
} from './tenants.dto.js';
import { TenantQueries } from './tenants.queries.js';

@ApiTags('Tenants')
@Controller('tenants')
export class TenantsController {
  constructor(
    private readonly queries: TenantQueries,
    private readonly findUser: FindUser,
    private readonly createTenant: CreateTenant,
    private readonly changeTenant: ChangeTenant,
    private readonly deleteTenant: DeleteTenant,
  ) {}

  /** The tenants that you belong to, newest first; deleted ones too until they are erased. */
  @Get()
  @RequireAuth()
  @ApiOkResponse({ type: TenantPageDto })
  async list(@CurrentUser() { userId }: Person, @Query() query: PageQueryDto): Promise<TenantPageDto> {
    const { items, nextCursor } = await this.queries.ofMember(userId, query);
    return { items: [...items], nextCursor };
  }

  /** Creates a tenant that you own. You go on working where you are until you switch to it. */
  @Post()
  @RequireAuth()
  @Idempotent()
  @ApiCreatedResponse({ type: TenantDto })
  async create(
    @CurrentUser() { userId }: Person,
    @Body() { name, directory = 'shared', ...wish }: CreateTenantDto,
  ): Promise<TenantDto> {
    const owner = await this.findUser.execute(userId);
    const isolated = directory === 'isolated';
    const { id, slug, createdAt } = await this.createTenant.execute(owner, name, { ...wish, isolated });
    return { id, slug, name, directory, roles: ['owner'], createdAt, deletedAt: null, erasureAt: null };
  }

  @Get(':id')
  @RequirePermission('tenant:manage')
  @ApiParam(TENANT_ID)
  @ApiOkResponse({ type: TenantDetailsDto })
  async read(@ActiveTenant() tenantId: string): Promise<TenantDetailsDto> {
    const tenant = await this.queries.find(tenantId);
    if (!tenant) throw tenantNotFound();
    return tenant;
  }

  @Patch(':id')
  @RequirePermission('tenant:manage')
  @ApiParam(TENANT_ID)
  @ApiOkResponse({ type: TenantDetailsDto })
  async update(
    @CurrentPrincipal() by: Principal,
    @ActiveTenant() tenantId: string,
    @Body() change: ChangeTenantDto,
  ): Promise<TenantDetailsDto> {
    await this.changeTenant.execute(by, tenantId, change);
    return this.read(tenantId);
  }

  /** Owners only. Nobody works there a second later; for 30 days its owners can restore it, then it is erased. */
  @Delete(':id')
  @HttpCode(202)
  @RequirePermission('tenant:delete')
  @RequireAssurance('aal1', { maxAge: FRESH_SECONDS })
  @ApiParam(TENANT_ID)
  @ApiAcceptedResponse({ type: DeletedTenantDto })
  async delete(@CurrentUser() by: Person, @ActiveTenant() tenantId: string): Promise<DeletedTenantDto> {
    return { erasureAt: await this.deleteTenant.execute(by, tenantId) };
  }
}
