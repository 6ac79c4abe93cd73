import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Person } from '../../../kernel/principal.js';
import { CurrentUser, Public, RequireAuth } from '../../../platform/http/access.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { RequestLink, ResetPassword } from '../../identity/index.js';
import { ChangeOwnPassword } from '../application/change-own-password.js';
import type { Visitor } from '../application/sign-in-result.js';
import { ChangePasswordDto, LinkRequestDto, ResetPasswordDto } from './account.dto.js';
import { SessionReply } from './session-reply.js';
import { callerOf, FromVisitor } from './visitor.js';

@ApiTags('Password')
@Controller('auth/password')
export class PasswordController {
  constructor(
    private readonly requestLink: RequestLink,
    private readonly resetPassword: ResetPassword,
    private readonly changeOwnPassword: ChangeOwnPassword,
    private readonly sessionReply: SessionReply,
  ) {}

  /** Mails a link to set a new password, if there is such an account. */
  @Post('forgot')
  @HttpCode(202)
  @Public()
  @RateLimit('forgot')
  @ApiAcceptedResponse()
  async forgot(@Body() { email, tenant }: LinkRequestDto): Promise<void> {
    await this.requestLink.execute('reset-password', email, tenant ?? undefined);
  }

  /** Sets a new password with a mailed link and ends every session. */
  @Post('reset')
  @HttpCode(204)
  @Public()
  @RateLimit('link')
  @ApiNoContentResponse()
  async reset(@Body() { token, password }: ResetPasswordDto): Promise<void> {
    await this.resetPassword.execute(token, password);
  }

  /** Changes your password; your other sessions end unless you keep them. */
  @Post('change')
  @HttpCode(204)
  @RequireAuth()
  @ApiNoContentResponse()
  async change(
    @CurrentUser() user: Person,
    @Body() { currentPassword, newPassword, keepOtherSessions }: ChangePasswordDto,
    @FromVisitor() from: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const wish = { currentPassword, newPassword, keepOtherSessions: keepOtherSessions ?? false };
    const renewed = await this.changeOwnPassword.execute(callerOf(user), wish, from);
    if (renewed) this.sessionReply.renewed(renewed, reply);
  }
}
