import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../../platform/http/access.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { BegunTotpView, EnrolByChallenge, SendEmailCode } from '../../mfa/index.js';
import { EnrolInSignIn } from '../application/enrol-in-sign-in.js';
import type { Visitor } from '../application/sign-in-result.js';
import { SignInWithSecondFactor } from '../application/sign-in-with-second-factor.js';
import { BeginEnrolmentDto, ChallengeDto, ConfirmEnrolmentDto, VerifyDto } from './mfa.dto.js';
import { SessionReply } from './session-reply.js';
import { ApiSignInResult, type SignInResultDto } from './sign-in.dto.js';
import { FromVisitor } from './visitor.js';

/** What follows the first proof where it is not enough. The challenge is the only credential here, and good for nothing else. */
@ApiTags('Authentication')
@Public()
@RateLimit('challenge')
@Controller('auth/mfa')
export class MfaController {
  constructor(
    private readonly signInWithSecondFactor: SignInWithSecondFactor,
    private readonly sendEmailCode: SendEmailCode,
    private readonly enrolByChallenge: EnrolByChallenge,
    private readonly enrolInSignIn: EnrolInSignIn,
    private readonly sessionReply: SessionReply,
  ) {}

  /** Answers `mfa_required` with one of its `methods`. Five tries, ten minutes. */
  @Post('verify')
  @HttpCode(200)
  @ApiSignInResult()
  async verify(
    @Body() { challengeId, rememberDevice, ...answer }: VerifyDto,
    @FromVisitor() from: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInResultDto> {
    const result = await this.signInWithSecondFactor.execute({
      challengeId,
      answer,
      rememberDevice: rememberDevice ?? false,
      visitor: this.sessionReply.recognise(from, request),
    });
    return this.sessionReply.signedIn(result, reply);
  }

  /** Mails a code of eight digits for this challenge, where `methods` names `email`. */
  @Post('email')
  @HttpCode(202)
  @ApiAcceptedResponse()
  async email(@Body() { challengeId }: ChallengeDto): Promise<void> {
    await this.sendEmailCode.execute(challengeId);
  }

  /** After `mfa_enrolment_required`: begins an authenticator app. */
  @Post('enrolment/totp')
  @ApiCreatedResponse({ type: BegunTotpView })
  async beginTotp(@Body() { challengeId, name }: BeginEnrolmentDto): Promise<BegunTotpView> {
    return this.enrolByChallenge.begin(challengeId, name ?? undefined);
  }

  /** Confirms it with its first code and finishes the sign-in; a first device brings ten backup codes. */
  @Post('enrolment/totp/confirm')
  @HttpCode(200)
  @ApiSignInResult()
  async confirmTotp(
    @Body() { challengeId, code }: ConfirmEnrolmentDto,
    @FromVisitor() from: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInResultDto & { backupCodes?: string[] }> {
    const visitor = this.sessionReply.recognise(from, request);
    const { backupCodes, ...result } = await this.enrolInSignIn.withTotp(challengeId, code, visitor);
    return {
      ...this.sessionReply.signedIn(result, reply),
      ...(backupCodes && { backupCodes: [...backupCodes] }),
    };
  }
}
