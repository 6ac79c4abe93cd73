import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../../kernel/principal.js';
import { CurrentPrincipal, RequirePermission } from '../../../../platform/http/access.js';
import { IdParam } from '../../../../platform/http/id-param.js';
import { Idempotent } from '../../../../platform/http/idempotency/idempotent.decorator.js';
import { PageQueryDto } from '../../../../platform/http/page.dto.js';
import { ChangeGroup } from '../../application/groups/change-group.js';
import { CreateGroup } from '../../application/groups/create-group.js';
import { groupNotFound } from '../../domain/members.errors.js';
import { ActiveTenant, TENANT_ID } from '../active-tenant.js';
import { ChangeGroupDto, CreateGroupDto, GroupDto, GroupPageDto } from './groups.dto.js';
import { GroupQueries } from './groups.queries.js';

@ApiTags('Groups')
@ApiParam(TENANT_ID)
@RequirePermission('group:read')
@Controller('tenants/:id/groups')
export class GroupsController {
  constructor(
    private readonly queries: GroupQueries,
    private readonly createGroup: CreateGroup,
    private readonly changeGroup: ChangeGroup,
  ) {}

  @Get()
  @ApiOkResponse({ type: GroupPageDto })
  async list(@ActiveTenant() tenantId: string, @Query() query: PageQueryDto): Promise<GroupPageDto> {
    const { items, nextCursor } = await this.queries.list(tenantId, query);
    return { items: [...items], nextCursor };
  }

  @Post()
  @RequirePermission('group:manage')
  @Idempotent()
  @ApiCreatedResponse({ type: GroupDto })
  async create(
    @CurrentPrincipal() by: Principal,
    @ActiveTenant() tenantId: string,
    @Body() { name, description = null, roles = [] }: CreateGroupDto,
  ): Promise<GroupDto> {
    const { tenantId: _, ...group } = await this.createGroup.execute(by, tenantId, {
      name,
      description,
      roles,
    });
    return { ...group, roles: [...group.roles], memberCount: 0 };
  }

  @Get(':groupId')
  @ApiOkResponse({ type: GroupDto })
  async read(
    @ActiveTenant() tenantId: string,
    @Param('groupId', IdParam) groupId: string,
  ): Promise<GroupDto> {
    const group = await this.queries.find(tenantId, groupId);
    if (!group) throw groupNotFound();
    return group;
  }

  /** What its roles give or take holds for all its members, on every node within a second. */
  @Patch(':groupId')
  @RequirePermission('group:manage')
  @ApiOkResponse({ type: GroupDto })
  async update(
    @CurrentPrincipal() by: Principal,
    @ActiveTenant() tenantId: string,
    @Param('groupId', IdParam) groupId: string,
    @Body() change: ChangeGroupDto,
  ): Promise<GroupDto> {
    await this.changeGroup.execute(by, tenantId, groupId, change);
    return this.read(tenantId, groupId);
  }

  /** Its members stay in the tenant. */
  @Delete(':groupId')
  @HttpCode(204)
  @RequirePermission('group:manage')
  @ApiNoContentResponse()
  async delete(
    @CurrentPrincipal() by: Principal,
    @ActiveTenant() tenantId: string,
    @Param('groupId', IdParam) groupId: string,
  ): Promise<void> {
    await this.changeGroup.delete(by, tenantId, groupId);
  }
}
