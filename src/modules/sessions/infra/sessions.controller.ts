import { Controller, Delete, Get, HttpCode, Param, Query, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Person } from '../../../kernel/principal.js';
import { CurrentUser, RequireAuth } from '../../../platform/http/access.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { PageQueryDto } from '../../../platform/http/page.dto.js';
import { CurrentSession } from '../application/current-session.js';
import { RevokeSessions } from '../application/revoke-sessions.js';
import { sessionNotFound } from '../domain/sessions.errors.js';
import { SessionCookies } from './session-cookies.js';
import { SessionView } from './session.view.js';
import { SessionActivityPageDto, SessionPageDto } from './sessions.dto.js';
import { SessionQueries } from './sessions.queries.js';

@ApiTags('Sessions')
@RequireAuth()
@Controller('sessions')
export class SessionsController {
  constructor(
    private readonly queries: SessionQueries,
    private readonly currentSession: CurrentSession,
    private readonly revokeSessions: RevokeSessions,
    private readonly cookies: SessionCookies,
  ) {}

  /** Where you are signed in, newest first. */
  @Get()
  @ApiOkResponse({ type: SessionPageDto })
  async list(@CurrentUser() user: Person, @Query() query: PageQueryDto): Promise<SessionPageDto> {
    const { items, nextCursor } = await this.queries.liveOf(user.userId, query);
    return { items: items.map((session) => SessionView.of(session, user.sessionId)), nextCursor };
  }

  /** The session that this request is made with; answered from memory. */
  @Get('current')
  @ApiOkResponse({ type: SessionView })
  async current(@CurrentUser() user: Person): Promise<SessionView> {
    return SessionView.of(await this.currentSession.execute(user), user.sessionId);
  }

  /** What a session did, newest first. */
  @Get(':id/activity')
  @ApiOkResponse({ type: SessionActivityPageDto })
  async activity(
    @CurrentUser() user: Person,
    @Param('id', IdParam) id: string,
    @Query() query: PageQueryDto,
  ): Promise<SessionActivityPageDto> {
    const page = await this.queries.activityOf(user.userId, id, query);
    if (!page) throw sessionNotFound();
    return { items: [...page.items], nextCursor: page.nextCursor };
  }

  /** Ends one session, on every node within a second. */
  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  async revoke(
    @CurrentUser() user: Person,
    @Param('id', IdParam) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (!(await this.revokeSessions.one(user.userId, id, 'revoked-by-owner'))) throw sessionNotFound();
    if (id === user.sessionId) this.cookies.clear(reply);
  }

  /** Ends every session but this one. */
  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out everywhere else' })
  @ApiNoContentResponse()
  async revokeOthers(@CurrentUser() user: Person): Promise<void> {
    await this.revokeSessions.allOfUser(user.userId, user.sessionId, 'revoked-by-owner');
  }
}
