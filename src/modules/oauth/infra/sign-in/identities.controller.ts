import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Person } from '../../../../kernel/principal.js';
import { CurrentUser, RequireAssurance, RequireAuth } from '../../../../platform/http/access.js';
import { IdParam } from '../../../../platform/http/id-param.js';
import { PageQueryDto } from '../../../../platform/http/page.dto.js';
import { BeginProviderSignIn } from '../../application/sign-in/begin-provider-sign-in.js';
import { UnlinkIdentity } from '../../application/sign-in/unlink-identity.js';
import { BrowserCookie } from '../browser-cookie.js';
import { AuthorizationDto, IdentityPageDto, LinkIdentityDto } from './identities.dto.js';
import { IdentitiesQueries } from './identities.queries.js';

/** How fresh a proof must be for what adds or removes a way in. */
const FRESH_SECONDS = 300;

/** The accounts at providers that you sign in with. */
@ApiTags('Me')
@Controller('me/identities')
export class IdentitiesController {
  constructor(
    private readonly queries: IdentitiesQueries,
    private readonly begin: BeginProviderSignIn,
    private readonly unlinkIdentity: UnlinkIdentity,
    private readonly cookie: BrowserCookie,
  ) {}

  /** With which providers you sign in, newest first. */
  @Get()
  @RequireAuth()
  @ApiOkResponse({ type: IdentityPageDto })
  async list(@CurrentUser() { userId }: Person, @Query() query: PageQueryDto): Promise<IdentityPageDto> {
    const { items, nextCursor } = await this.queries.of(userId, query);
    return { items: [...items], nextCursor };
  }

  /** Begins to link a provider to your account. Needs a recent `POST /auth/step-up` and a browser with a session. */
  @Post(':provider/authorize')
  @HttpCode(200)
  @RequireAssurance('aal1', { maxAge: FRESH_SECONDS })
  @ApiParam({ name: 'provider', example: 'google' })
  @ApiOkResponse({ type: AuthorizationDto })
  async authorize(
    @CurrentUser() { userId: linkTo }: Person,
    @Param('provider') provider: string,
    @Body() { redirect }: LinkIdentityDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuthorizationDto> {
    const browser = this.cookie.keep(request, reply);
    const wish = { provider, browser, linkTo, redirect: redirect ?? undefined };
    return { authorizationUrl: await this.begin.execute(wish) };
  }

  /** Unlinks a provider; never your last way to sign in. Needs a recent `POST /auth/step-up`. */
  @Delete(':id')
  @HttpCode(204)
  @RequireAssurance('aal1', { maxAge: FRESH_SECONDS })
  @ApiNoContentResponse()
  async unlink(@CurrentUser() { userId }: Person, @Param('id', IdParam) id: string): Promise<void> {
    await this.unlinkIdentity.execute(userId, id);
  }
}
