import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../../../platform/http/access.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { CancelRecovery } from '../application/cancel-recovery.js';
import { RequestRecovery } from '../application/request-recovery.js';
import { StartRecovery } from '../application/start-recovery.js';
import { ChallengeDto, RecoveryStartedDto, RecoveryTokenDto } from './recovery.dto.js';

/** For people who lost every factor. Nothing is removed before a waiting period is over that the owner is told of. */
@ApiTags('Recovery of second factors')
@Public()
@RateLimit('link')
@Controller('auth/mfa/recovery')
export class RecoveryController {
  constructor(
    private readonly requestRecovery: RequestRecovery,
    private readonly startRecovery: StartRecovery,
    private readonly cancelRecovery: CancelRecovery,
  ) {}

  /** After the password: mails a link to the address of the account. */
  @Post()
  @HttpCode(202)
  @ApiAcceptedResponse()
  async request(@Body() { challengeId }: ChallengeDto): Promise<void> {
    await this.requestRecovery.execute(challengeId);
  }

  /** Follows the mailed link: the waiting period begins, and a link to stop it is mailed. */
  @Post('confirm')
  @HttpCode(202)
  @ApiAcceptedResponse({ type: RecoveryStartedDto })
  async start(@Body() { token }: RecoveryTokenDto): Promise<RecoveryStartedDto> {
    return { dueAt: await this.startRecovery.execute(token) };
  }

  /** Stops it. Proving a factor does so as well. */
  @Post('cancel')
  @HttpCode(204)
  @ApiNoContentResponse()
  async cancel(@Body() { token }: RecoveryTokenDto): Promise<void> {
    await this.cancelRecovery.execute(token);
  }
}
