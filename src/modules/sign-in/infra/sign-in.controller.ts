import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Person } from '../../../kernel/principal.js';
import { CurrentUser, Public, RequireAuth } from '../../../platform/http/access.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { RevokeSessions } from '../../sessions/index.js';
import { RefreshTokens } from '../application/refresh-tokens.js';
import { SignInWithPassword } from '../application/sign-in-with-password.js';
import { StepUp } from '../application/step-up.js';
import type { Visitor } from '../application/sign-in-result.js';
import { SessionReply } from './session-reply.js';
import {
  ApiSignInResult,
  LoginDto,
  RefreshDto,
  type SignInResultDto,
  StepUpDto,
  StepUpResultDto,
  TokenPairDto,
} from './sign-in.dto.js';
import { callerOf, FromVisitor } from './visitor.js';

@ApiTags('Authentication')
@Controller('auth')
export class SignInController {
  constructor(
    private readonly signInWithPassword: SignInWithPassword,
    private readonly stepUpAgain: StepUp,
    private readonly refreshTokens: RefreshTokens,
    private readonly revokeSessions: RevokeSessions,
    private readonly sessionReply: SessionReply,
  ) {}

  /** Signs in with a password: sets the session cookie, or answers tokens for native clients. */
  @Post('login')
  @HttpCode(200)
  @Public()
  @RateLimit('login')
  @ApiSignInResult()
  async login(
    @Body() { email, password, tenant, rememberMe, transport }: LoginDto,
    @FromVisitor() from: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInResultDto> {
    const result = await this.signInWithPassword.execute({
      email,
      password,
      // Optional fields may be null too.
      tenantSlug: tenant ?? undefined,
      rememberMe: rememberMe ?? false,
      transport: transport ?? 'cookie',
      visitor: this.sessionReply.recognise(from, request),
    });
    return this.sessionReply.signedIn(result, reply);
  }

  /** Ends this session and everything that hangs on it. */
  @Post('logout')
  @HttpCode(204)
  @RequireAuth()
  @ApiNoContentResponse()
  async logout(@CurrentUser() user: Person, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { userId, sessionId } = callerOf(user);
    await this.revokeSessions.one(userId, sessionId, 'logout');
    this.sessionReply.signedOut(reply);
  }

  /** Proves again who you are, for what asks for a recent sign-in. The session gets a new id. */
  @Post('step-up')
  @HttpCode(200)
  @RequireAuth()
  @ApiOkResponse({ type: StepUpResultDto })
  async stepUp(
    @CurrentUser() user: Person,
    @Body() answer: StepUpDto,
    @FromVisitor() from: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StepUpResultDto> {
    const renewed = await this.stepUpAgain.execute(callerOf(user), answer, from);
    return this.sessionReply.renewed(renewed, reply);
  }

  /** Trades a refresh token for a new pair. Each refresh token works once. */
  @Post('token/refresh')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: TokenPairDto })
  async refresh(@Body() { refreshToken }: RefreshDto, @FromVisitor() from: Visitor): Promise<TokenPairDto> {
    return this.refreshTokens.execute(refreshToken, from);
  }
}
