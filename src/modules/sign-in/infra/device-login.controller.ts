import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../../platform/http/access.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { AskForPasskey, CeremonyView } from '../../mfa/index.js';
import type { Visitor } from '../application/sign-in-result.js';
import { SignInWithPasskey } from '../application/sign-in-with-passkey.js';
import { DeviceLoginDto, DeviceLoginOptionsDto } from './passkey.dto.js';
import { SessionReply } from './session-reply.js';
import { ApiSignInResult, type SignInResultDto } from './sign-in.dto.js';
import { FromVisitor } from './visitor.js';

/** Signing in with a passkey alone. */
@ApiTags('Authentication')
@Public()
@RateLimit('challenge')
@Controller('auth/device/login')
export class DeviceLoginController {
  constructor(
    private readonly askForPasskey: AskForPasskey,
    private readonly signInWithPasskey: SignInWithPasskey,
    private readonly sessionReply: SessionReply,
  ) {}

  /** What `navigator.credentials.get()` needs: the browser offers whatever passkeys it has for this service. */
  @Post('options')
  @HttpCode(200)
  @ApiOkResponse({ type: CeremonyView })
  async options(@Body() _: DeviceLoginOptionsDto): Promise<CeremonyView> {
    return CeremonyView.of(await this.askForPasskey.ofAnybody());
  }

  /** Signs in whoever the passkey belongs to. Unlocked by PIN or biometrics it is both factors at once. */
  @Post()
  @HttpCode(200)
  @ApiSignInResult()
  async login(
    @Body() { challengeId, assertion, tenant, rememberMe, transport }: DeviceLoginDto,
    @FromVisitor() from: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInResultDto> {
    const result = await this.signInWithPasskey.execute({
      ...{ challengeId, assertion, tenantSlug: tenant ?? undefined },
      ...{ rememberMe: rememberMe ?? false, transport: transport ?? 'cookie' },
      visitor: this.sessionReply.recognise(from, request),
    });
    return this.sessionReply.signedIn(result, reply);
  }
}
