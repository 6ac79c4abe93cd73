import { Body, Controller, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Person } from '../../../kernel/principal.js';
import { CurrentUser, RequireAssurance, RequireAuth } from '../../../platform/http/access.js';
import { FindUser } from '../application/find-user.js';
import { RequestEmailChange } from '../application/request-email-change.js';
import { UpdateProfile } from '../application/update-profile.js';
import { ChangeEmailDto, UpdateProfileDto } from './me.dto.js';
import { UserViews } from './user-views.js';
import { UserView } from './user.view.js';

/** How fresh a proof must be for what would hand the account over to somebody else. */
const FRESH_SECONDS = 300;

@ApiTags('Me')
@Controller('me')
export class MeController {
  constructor(
    private readonly findUser: FindUser,
    private readonly updateProfile: UpdateProfile,
    private readonly requestEmailChange: RequestEmailChange,
    private readonly views: UserViews,
  ) {}

  /** Who you are; a personal access token learns whose it is. */
  @Get()
  @RequireAuth({ personalAccessTokens: true })
  @ApiOkResponse({ type: UserView })
  async read(@CurrentUser() { userId }: Person): Promise<UserView> {
    return this.views.of(await this.findUser.execute(userId));
  }

  /** Changes your profile; fields that are left out stay. */
  @Patch()
  @RequireAuth()
  @ApiOkResponse({ type: UserView })
  async update(@CurrentUser() { userId }: Person, @Body() body: UpdateProfileDto): Promise<UserView> {
    return this.views.of(await this.updateProfile.execute(userId, body));
  }

  /** Asks the new address to confirm; the old one is told. Needs a recent `POST /auth/step-up`. */
  @Post('email')
  @HttpCode(202)
  @RequireAssurance('aal1', { maxAge: FRESH_SECONDS })
  @ApiAcceptedResponse({ description: 'A link was mailed to the new address' })
  async changeEmail(@CurrentUser() { userId }: Person, @Body() body: ChangeEmailDto): Promise<void> {
    await this.requestEmailChange.execute(userId, body.newEmail);
  }
}
