import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Person } from '../../../kernel/principal.js';
import { CurrentUser, Public, RequireAuth } from '../../../platform/http/access.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { AskForPasskey, CeremonyView, EnrolPasskeyByChallenge } from '../../mfa/index.js';
import { EnrolInSignIn } from '../application/enrol-in-sign-in.js';
import type { Visitor } from '../application/sign-in-result.js';
import { ChallengeDto } from './mfa.dto.js';
import { EnrolPasskeyDto } from './passkey.dto.js';
import { SessionReply } from './session-reply.js';
import { ApiSignInResult, type SignInResultDto } from './sign-in.dto.js';
import { callerOf, FromVisitor } from './visitor.js';

/** A passkey beside a password: what its answers need. They go to `/auth/mfa/verify` and `/auth/step-up`. */
@ApiTags('Authentication')
@Controller('auth')
export class PasskeyFactorController {
  constructor(
    private readonly askForPasskey: AskForPasskey,
    private readonly enrolPasskey: EnrolPasskeyByChallenge,
    private readonly enrolInSignIn: EnrolInSignIn,
    private readonly sessionReply: SessionReply,
  ) {}

  /** After `mfa_required`: what `navigator.credentials.get()` needs. */
  @Post('mfa/passkey/options')
  @HttpCode(200)
  @Public()
  @RateLimit('challenge')
  @ApiOkResponse({ type: CeremonyView })
  async options(@Body() { challengeId }: ChallengeDto): Promise<CeremonyView> {
    return CeremonyView.of(await this.askForPasskey.inSignIn(challengeId));
  }

  /** Before a step-up with a passkey; the answer carries the `challengeId`. */
  @Post('step-up/passkey/options')
  @HttpCode(200)
  @RequireAuth()
  @ApiOkResponse({ type: CeremonyView })
  async stepUpOptions(@CurrentUser() user: Person): Promise<CeremonyView> {
    return CeremonyView.of(await this.askForPasskey.again(callerOf(user).userId));
  }

  /** After `mfa_enrolment_required`: what `navigator.credentials.create()` needs. */
  @Post('mfa/enrolment/passkey/options')
  @HttpCode(200)
  @Public()
  @RateLimit('challenge')
  @ApiOkResponse({ type: CeremonyView })
  async enrolmentOptions(@Body() { challengeId }: ChallengeDto): Promise<CeremonyView> {
    return CeremonyView.of(await this.enrolPasskey.begin(challengeId));
  }

  /** Adds the passkey and finishes the sign-in; a first device brings ten backup codes. */
  @Post('mfa/enrolment/passkey')
  @HttpCode(200)
  @Public()
  @RateLimit('challenge')
  @ApiSignInResult()
  async enrol(
    @Body() { challengeId, attestation, name }: EnrolPasskeyDto,
    @FromVisitor() from: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInResultDto & { backupCodes?: string[] }> {
    const visitor = this.sessionReply.recognise(from, request);
    const enrolled = await this.enrolPasskey.confirm(challengeId, attestation, name ?? undefined);
    const { backupCodes, ...result } = await this.enrolInSignIn.with(enrolled, visitor);
    return {
      ...this.sessionReply.signedIn(result, reply),
      ...(backupCodes && { backupCodes: [...backupCodes] }),
    };
  }
}
