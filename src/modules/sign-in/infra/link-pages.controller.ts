import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../../../platform/http/access.js';
import {
  ACCEPT_INVITATION_PAGE,
  CONFIRM_IDENTITY_PAGE,
  LINK_PAGE_SCRIPT,
  MFA_RECOVERY_CANCEL_PAGE,
  MFA_RECOVERY_PAGE,
  renderLinkPage,
  RESET_PASSWORD_PAGE,
  VERIFY_EMAIL_PAGE,
} from './link-pages.js';
import { SIGNED_IN_PAGE, SIGNED_IN_SCRIPT } from './signed-in-page.js';

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

  @Get('confirm-identity')
  @Header('Content-Type', HTML)
  confirmIdentity(): string {
    return renderLinkPage(CONFIRM_IDENTITY_PAGE);
  }

  @Get('signed-in')
  @Header('Content-Type', HTML)
  signedIn(): string {
    return SIGNED_IN_PAGE;
  }

  @Get('signed-in.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  signedInScript(): string {
    return SIGNED_IN_SCRIPT;
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
