import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../../kernel/principal.js';
import { CurrentPrincipal, RequirePermission } from '../../../../platform/http/access.js';
import { IdParam } from '../../../../platform/http/id-param.js';
import { Idempotent } from '../../../../platform/http/idempotency/idempotent.decorator.js';
import { PageQueryDto } from '../../../../platform/http/page.dto.js';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { InviteMember } from '../../application/invitations/invite-member.js';
import { RevokeInvitation } from '../../application/invitations/revoke-invitation.js';
import { ActiveTenant, TENANT_ID } from '../active-tenant.js';
import { InvitationDto, InvitationPageDto, InviteDto } from './invitations.dto.js';
import { InvitationQueries } from './invitations.queries.js';

@ApiTags('Invitations')
@ApiParam(TENANT_ID)
@RequirePermission('invitation:manage')
@Controller('tenants/:id/invitations')
export class InvitationsController {
  constructor(
    private readonly queries: InvitationQueries,
    private readonly inviteMember: InviteMember,
    private readonly revokeInvitation: RevokeInvitation,
  ) {}

  @Get()
  @ApiOkResponse({ type: InvitationPageDto })
  async list(@ActiveTenant() tenantId: string, @Query() query: PageQueryDto): Promise<InvitationPageDto> {
    const { items, nextCursor } = await this.queries.list(tenantId, query);
    return { items: [...items], nextCursor };
  }

  /** Mails an invitation that is good for seven days. Inviting again sends a new link and ends the older one. */
  @Post()
  @RateLimit('invite')
  @Idempotent()
  @ApiCreatedResponse({ type: InvitationDto })
  async invite(
    @CurrentPrincipal() by: Principal,
    @ActiveTenant() tenantId: string,
    @Body() wish: InviteDto,
  ): Promise<InvitationDto> {
    const invitation = await this.inviteMember.execute(by, tenantId, wish);
    const { id, email, roles, expiresAt, createdBy, createdAt } = invitation;
    return { id, email, roles: [...roles], expiresAt, createdBy, createdAt };
  }

  /** Withdraws it: the mailed link is worthless at once. */
  @Delete(':invitationId')
  @HttpCode(204)
  @ApiNoContentResponse()
  async revoke(
    @CurrentPrincipal() by: Principal,
    @ActiveTenant() tenantId: string,
    @Param('invitationId', IdParam) invitationId: string,
  ): Promise<void> {
    await this.revokeInvitation.execute(by, tenantId, invitationId);
  }
}
