import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Person } from '../../../../kernel/principal.js';
import { CurrentUser, RequireAuth } from '../../../../platform/http/access.js';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { AcceptInvitation } from '../../application/invitations/accept-invitation.js';
import { invitationOver } from '../../domain/invitations.errors.js';
import { TenantDto } from '../tenants.dto.js';
import { TenantQueries } from '../tenants.queries.js';
import { AcceptInvitationDto } from './invitations.dto.js';

@ApiTags('Invitations')
@RequireAuth()
@Controller('invitations')
export class AcceptInvitationController {
  constructor(
    private readonly queries: TenantQueries,
    private readonly acceptInvitation: AcceptInvitation,
  ) {}

  /** Joins the tenant that invited the confirmed address of your account. Switch to it to work there. */
  @Post('accept')
  @HttpCode(200)
  @RateLimit('link')
  @ApiOkResponse({ type: TenantDto })
  async accept(@CurrentUser() by: Person, @Body() { token }: AcceptInvitationDto): Promise<TenantDto> {
    const tenant = await this.queries.oneOfMember(by.userId, await this.acceptInvitation.execute(by, token));
    // Removed again, or the tenant deleted, before this could be read.
    if (!tenant) throw invitationOver();
    return tenant;
  }
}
