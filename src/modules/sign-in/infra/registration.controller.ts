import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../../../platform/http/access.js';
import { Idempotent } from '../../../platform/http/idempotency/idempotent.decorator.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { RequestLink, UserViews } from '../../identity/index.js';
import { AcceptMailedLink } from '../application/accept-mailed-link.js';
import { RegisterAccount } from '../application/register-account.js';
import { LinkRequestDto, MailedTokenDto, RegisterDto, RegisteredDto, VerifiedDto } from './account.dto.js';

const DEFAULT_LOCALE = 'en';

@ApiTags('Registration')
@Public()
@Controller('auth')
export class RegistrationController {
  constructor(
    private readonly registerAccount: RegisterAccount,
    private readonly acceptMailedLink: AcceptMailedLink,
    private readonly requestLink: RequestLink,
    private readonly views: UserViews,
  ) {}

  /** Signs up. The answer is the same when the address is taken: its owner is told by mail. */
  @Post('register')
  @HttpCode(202)
  @RateLimit('register')
  @Idempotent()
  @ApiAcceptedResponse({ type: RegisteredDto })
  async register(@Body() { locale, ...body }: RegisterDto): Promise<RegisteredDto> {
    await this.registerAccount.execute({ ...body, locale: locale ?? DEFAULT_LOCALE });
    return { status: 'verification_required' };
  }

  /** Accepts the link that was mailed: after registering, or to a new address. */
  @Post('email/verify')
  @HttpCode(200)
  @RateLimit('link')
  @ApiOkResponse({ type: VerifiedDto })
  async verify(@Body() { token }: MailedTokenDto): Promise<VerifiedDto> {
    return { user: await this.views.of(await this.acceptMailedLink.execute(token)) };
  }

  /** Mails the verification link again, if there is an account that waits for it. */
  @Post('email/resend')
  @HttpCode(202)
  @RateLimit('resend')
  @ApiAcceptedResponse()
  async resend(@Body() { email, tenant }: LinkRequestDto): Promise<void> {
    await this.requestLink.execute('verify-email', email, tenant ?? undefined);
  }
}
