import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../kernel/principal.js';
import { CurrentPrincipal, CurrentTenant, RequirePermission } from '../../../platform/http/access.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { Idempotent } from '../../../platform/http/idempotency/idempotent.decorator.js';
import { PageQueryDto } from '../../../platform/http/page.dto.js';
import { ChangeRole } from '../application/change-role.js';
import { CreateRole } from '../application/create-role.js';
import { PreviewRole } from '../application/preview-role.js';
import { roleNotFound } from '../domain/authorization.errors.js';
import {
  ChangeRoleDto,
  CreateRoleDto,
  RoleDto,
  RolePageDto,
  RolePreviewDto,
  RollBackRoleDto,
} from './roles.dto.js';
import { changeOf, previewOf, viewOf } from './role-views.js';
import { RoleQueries } from './roles.queries.js';

@ApiTags('Roles')
@Controller('roles')
export class RolesController {
  constructor(
    private readonly queries: RoleQueries,
    private readonly createRole: CreateRole,
    private readonly changeRole: ChangeRole,
    private readonly previewRole: PreviewRole,
  ) {}

  /** Roles of the active tenant, newest first, then those that every tenant has. */
  @Get()
  @RequirePermission('role:read')
  @ApiOkResponse({ type: RolePageDto })
  async list(@CurrentTenant() tenantId: string, @Query() query: PageQueryDto): Promise<RolePageDto> {
    const { items, nextCursor } = await this.queries.list(tenantId, query);
    return { items: [...items], nextCursor };
  }

  /** Nobody makes a role that holds more than they do. */
  @Post()
  @RequirePermission('role:manage')
  @Idempotent()
  @ApiCreatedResponse({ type: RoleDto })
  async create(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Body() { name, permissions, description, rules }: CreateRoleDto,
  ): Promise<RoleDto> {
    const wish = { name, permissions, description: description ?? null, rules: rules ?? [] };
    return viewOf(await this.createRole.execute(by, tenantId, wish));
  }

  @Get(':id')
  @RequirePermission('role:read')
  @ApiOkResponse({ type: RoleDto })
  async read(@CurrentTenant() tenantId: string, @Param('id', IdParam) id: string): Promise<RoleDto> {
    const role = await this.queries.find(tenantId, id);
    if (!role) throw roleNotFound();
    return role;
  }

  /** A new version of the role; it holds on every node within a second. */
  @Patch(':id')
  @RequirePermission('role:manage')
  @ApiOkResponse({ type: RoleDto })
  async update(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
    @Body() change: ChangeRoleDto,
  ): Promise<RoleDto> {
    await this.queries.refuseSystemRole(id);
    return viewOf(await this.changeRole.execute(by, tenantId, id, changeOf(change)));
  }

  /** Refused while somebody has it. */
  @Delete(':id')
  @RequirePermission('role:manage')
  @HttpCode(204)
  @ApiNoContentResponse()
  async delete(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
  ): Promise<void> {
    await this.queries.refuseSystemRole(id);
    await this.changeRole.delete(by, tenantId, id);
  }

  /** Who would gain and who would lose which permission by this change. Changes nothing. */
  @Post(':id/preview')
  @RequirePermission('role:manage')
  @HttpCode(200)
  @ApiOkResponse({ type: RolePreviewDto })
  async preview(
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
    @Body() change: ChangeRoleDto,
  ): Promise<RolePreviewDto> {
    await this.queries.refuseSystemRole(id);
    return previewOf(await this.previewRole.execute(tenantId, id, changeOf(change)));
  }

  /** Says again what it said at a former version; that is a new version. */
  @Post(':id/rollback')
  @RequirePermission('role:manage')
  @HttpCode(200)
  @ApiOkResponse({ type: RoleDto })
  async rollBack(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
    @Body() { version }: RollBackRoleDto,
  ): Promise<RoleDto> {
    await this.queries.refuseSystemRole(id);
    return viewOf(await this.changeRole.rollBack(by, tenantId, id, version));
  }
}
