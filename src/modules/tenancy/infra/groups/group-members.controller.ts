import { Body, Controller, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../../kernel/principal.js';
import { CurrentPrincipal, RequirePermission } from '../../../../platform/http/access.js';
import { IdParam } from '../../../../platform/http/id-param.js';
import { PageQueryDto } from '../../../../platform/http/page.dto.js';
import { SetGroupMembers } from '../../application/groups/set-group-members.js';
import { groupNotFound } from '../../domain/members.errors.js';
import { ActiveTenant, TENANT_ID } from '../active-tenant.js';
import { GroupMemberPageDto, SetGroupMembersDto } from './groups.dto.js';
import { GroupQueries } from './groups.queries.js';

@ApiTags('Groups')
@ApiParam(TENANT_ID)
@RequirePermission('group:read')
@Controller('tenants/:id/groups/:groupId/members')
export class GroupMembersController {
  constructor(
    private readonly queries: GroupQueries,
    private readonly setGroupMembers: SetGroupMembers,
  ) {}

  @Get()
  @ApiOkResponse({ type: GroupMemberPageDto })
  async list(
    @ActiveTenant() tenantId: string,
    @Param('groupId', IdParam) groupId: string,
    @Query() query: PageQueryDto,
  ): Promise<GroupMemberPageDto> {
    if (!(await this.queries.find(tenantId, groupId))) throw groupNotFound();
    return this.queries.membersOf(tenantId, groupId, query);
  }

  /** Replaces everybody who is in the group, or nobody. */
  @Put()
  @HttpCode(204)
  @RequirePermission('group:manage')
  @ApiNoContentResponse()
  async replace(
    @CurrentPrincipal() by: Principal,
    @ActiveTenant() tenantId: string,
    @Param('groupId', IdParam) groupId: string,
    @Body() { userIds }: SetGroupMembersDto,
  ): Promise<void> {
    await this.setGroupMembers.execute(
      by,
      tenantId,
      groupId,
      userIds.map((userId) => userId.toLowerCase()),
    );
  }
}
