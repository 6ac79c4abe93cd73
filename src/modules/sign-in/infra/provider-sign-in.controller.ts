import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiFoundResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../../platform/http/access.js';
import { TakesAnyQuery } from '../../../platform/http/documented-input.guard.js';
import { RateLimit } from '../../../platform/http/rate-limit/rate-limit.decorator.js';
import { BrowserCookie, ConfirmLink, ListSignInProviders } from '../../oauth/index.js';
import type { Visitor } from '../application/sign-in-result.js';
import { MailedTokenDto } from './account.dto.js';
import { ProviderJourney } from './provider-journey.js';
import { BeginProviderSignInDto, SignInProvidersDto } from './provider-sign-in.dto.js';
import { FromVisitor } from './visitor.js';

/** Signing in with a provider: the browser leaves and comes back, so these routes answer with redirects. */
@ApiTags('Authentication')
@Public()
@Controller('auth/oauth')
export class ProviderSignInController {
  constructor(
    private readonly listProviders: ListSignInProviders,
    private readonly journey: ProviderJourney,
    private readonly confirmLink: ConfirmLink,
    private readonly cookie: BrowserCookie,
  ) {}

  /** The providers that one can sign in with here, for a login page. */
  @Get()
  @ApiOkResponse({ type: SignInProvidersDto })
  list(): SignInProvidersDto {
    return { items: this.listProviders.execute() };
  }

  /** Sends the browser to a provider. Open it in the browser; it cannot be tried from here. */
  @Get(':provider')
  @HttpCode(302)
  @RateLimit('login')
  @ApiParam({ name: 'provider', example: 'google' })
  @ApiFoundResponse({ description: 'To the provider; to `redirect` with `?error=` when it is out of order' })
  async begin(
    @Param('provider') provider: string,
    @Query() { redirect, tenant, invitation, rememberMe }: BeginProviderSignInDto,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const wish = { redirect, tenantSlug: tenant, invitationToken: invitation };
    const location = await this.journey.begin(
      { ...wish, provider, rememberMe: rememberMe === 'true' },
      request,
      reply,
    );
    void reply.redirect(location, 302);
  }

  /**
   * Where the provider sends the browser back to. It ends at `redirect`: signed in (with the session cookie), with
   * `?challenge=&status=` when a second factor is due, or with `?error=` and one of our codes.
   */
  @Get(':provider/callback')
  @TakesAnyQuery()
  @HttpCode(302)
  @RateLimit('link')
  @ApiParam({ name: 'provider', example: 'google' })
  @ApiQuery({ name: 'state', required: false, type: String })
  @ApiQuery({ name: 'code', required: false, type: String })
  @ApiQuery({ name: 'iss', required: false, type: String, description: 'RFC 9207' })
  @ApiQuery({ name: 'error', required: false, type: String })
  @ApiFoundResponse({ description: 'To `redirect`' })
  async callback(
    @Param('provider') provider: string,
    @FromVisitor() from: Visitor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply.redirect(await this.journey.comeBack(provider, from, request, reply), 302);
  }

  /** Accepts the link that was mailed when an identity was not linked yet. Signs nobody in: begin again afterwards. */
  @Post('link/confirm')
  @HttpCode(204)
  @RateLimit('link')
  @ApiNoContentResponse()
  async confirm(@Body() { token }: MailedTokenDto, @Req() request: FastifyRequest): Promise<void> {
    await this.confirmLink.execute(token, this.cookie.read(request));
  }
}
