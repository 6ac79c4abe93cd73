import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../../../platform/http/access.js';
import {
  ACCEPT_INVITATION_PAGE,
  LINK_PAGE_SCRIPT,
  MFA_RECOVERY_CANCEL_PAGE,
  MFA_RECOVERY_PAGE,
  renderLinkPage,
  RESET_PASSWORD_PAGE,
  VERIFY_EMAIL_PAGE,
} from './link-pages.js';

const HTML = 'text/html; charset=utf-8';

@ApiExcludeController()
@Public()
@Controller()
export class LinkPagesController {
  @Get('verify-email')
  @Header('Content-Type', HTML)
  verifyEmail(): string {
    return renderLinkPage(VERIFY_EMAIL_PAGE);
  }

  @Get('reset-password')
  @Header('Content-Type', HTML)
  resetPassword(): string {
    return renderLinkPage(RESET_PASSWORD_PAGE);
  }

  @Get('accept-invitation')
  @Header('Content-Type', HTML)
  acceptInvitation(): string {
    return renderLinkPage(ACCEPT_INVITATION_PAGE);
  }

  @Get('mfa-recovery')
  @Header('Content-Type', HTML)
  recovery(): string {
    return renderLinkPage(MFA_RECOVERY_PAGE);
  }

  @Get('mfa-recovery-cancel')
  @Header('Content-Type', HTML)
  cancelRecovery(): string {
    return renderLinkPage(MFA_RECOVERY_CANCEL_PAGE);
  }

  @Get('link-page.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  script(): string {
    return LINK_PAGE_SCRIPT;
  }
}
