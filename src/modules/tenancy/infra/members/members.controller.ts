import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../../kernel/principal.js';
import { CurrentPrincipal, RequirePermission } from '../../../../platform/http/access.js';
import { IdParam } from '../../../../platform/http/id-param.js';
import { ChangeMember } from '../../application/members/change-member.js';
import { EndMembership } from '../../application/members/end-membership.js';
import { memberNotFound } from '../../domain/members.errors.js';
import { ActiveTenant, TENANT_ID } from '../active-tenant.js';
import { ChangeMemberDto, MemberDto, MemberPageDto, MembersQueryDto } from './members.dto.js';
import { MemberQueries } from './members.queries.js';

@ApiTags('Members')
@ApiParam(TENANT_ID)
@RequirePermission('member:read')
@Controller('tenants/:id/members')
export class MembersController {
  constructor(
    private readonly queries: MemberQueries,
    private readonly changeMember: ChangeMember,
    private readonly endMembership: EndMembership,
  ) {}

  @Get()
  @ApiOkResponse({ type: MemberPageDto })
  async list(@ActiveTenant() tenantId: string, @Query() query: MembersQueryDto): Promise<MemberPageDto> {
    const { items, nextCursor } = await this.queries.list(tenantId, query);
    return { items: [...items], nextCursor };
  }

  @Get(':userId')
  @ApiOkResponse({ type: MemberDto })
  async read(@ActiveTenant() tenantId: string, @Param('userId', IdParam) userId: string): Promise<MemberDto> {
    const member = await this.queries.find(tenantId, userId);
    if (!member) throw memberNotFound();
    return member;
  }

  /** Only who holds everything that a role holds gives it or takes it away. Holds on every node within a second. */
  @Patch(':userId')
  @RequirePermission('member:manage')
  @ApiOkResponse({ type: MemberDto })
  async update(
    @CurrentPrincipal() by: Principal,
    @ActiveTenant() tenantId: string,
    @Param('userId', IdParam) userId: string,
    @Body() change: ChangeMemberDto,
  ): Promise<MemberDto> {
    await this.changeMember.execute(by, tenantId, userId, change);
    return this.read(tenantId, userId);
  }

  /** Removes somebody, with everything that they had in this tenant, on every node within a second. */
  @Delete(':userId')
  @HttpCode(204)
  @RequirePermission('member:manage')
  @ApiNoContentResponse()
  async remove(
    @CurrentPrincipal() by: Principal,
    @ActiveTenant() tenantId: string,
    @Param('userId', IdParam) userId: string,
  ): Promise<void> {
    await this.endMembership.execute(by, tenantId, userId);
  }
}
