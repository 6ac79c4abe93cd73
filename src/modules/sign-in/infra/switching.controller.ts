import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Person } from '../../../kernel/principal.js';
import { CurrentUser, RequireAuth } from '../../../platform/http/access.js';
import type { Visitor } from '../application/sign-in-result.js';
import { SwitchTenant } from '../application/switch-tenant.js';
import { SessionReply } from './session-reply.js';
import { StepUpResultDto, SwitchTenantDto } from './sign-in.dto.js';
import { callerOf, FromVisitor } from './visitor.js';

@ApiTags('Sessions')
@RequireAuth()
@Controller('sessions/current/tenant')
export class SwitchingController {
  constructor(
    private readonly switchTenant: SwitchTenant,
    private readonly sessionReply: SessionReply,
  ) {}

  /** Works in another of your tenants from now on, as its policy allows. The session gets a new id. */
  @Post()
  @HttpCode(200)
  @ApiOkResponse({ type: StepUpResultDto })
  async switch(
    @CurrentUser() user: Person,
    @Body() { tenantId }: SwitchTenantDto,
    @FromVisitor() from: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StepUpResultDto> {
    const transport = user.credential === 'session' ? 'cookie' : 'token';
    const caller = { ...callerOf(user), transport } as const;
    const wish = tenantId?.toLowerCase() ?? null;
    return this.sessionReply.renewed(await this.switchTenant.execute(caller, wish, from), reply);
  }
}
