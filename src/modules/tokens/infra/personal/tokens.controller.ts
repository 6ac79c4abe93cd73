import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Person } from '../../../../kernel/principal.js';
import { CurrentTenant, CurrentUser, RequireAuth } from '../../../../platform/http/access.js';
import { IdParam } from '../../../../platform/http/id-param.js';
import { Idempotent } from '../../../../platform/http/idempotency/idempotent.decorator.js';
import { PageQueryDto } from '../../../../platform/http/page.dto.js';
import { CreatePersonalAccessToken } from '../../application/personal/create-personal-access-token.js';
import { RevokePersonalAccessToken } from '../../application/personal/revoke-personal-access-token.js';
import { CreatedTokenDto, CreateTokenDto, TokenPageDto } from './tokens.dto.js';
import { TokenQueries } from './tokens.queries.js';

@ApiTags('Personal access tokens')
@RequireAuth()
@Controller('tokens')
export class TokensController {
  constructor(
    private readonly queries: TokenQueries,
    private readonly createToken: CreatePersonalAccessToken,
    private readonly revokeToken: RevokePersonalAccessToken,
  ) {}

  /** Your tokens in the active tenant, newest first. */
  @Get()
  @ApiOkResponse({ type: TokenPageDto })
  async list(
    @CurrentUser() { userId }: Person,
    @CurrentTenant() tenantId: string,
    @Query() query: PageQueryDto,
  ): Promise<TokenPageDto> {
    const { items, nextCursor } = await this.queries.liveOf(tenantId, userId, query);
    return { items: [...items], nextCursor };
  }

  /** Makes a token for a program of yours. It is shown once, and never does more than you may. */
  @Post()
  @Idempotent()
  @ApiCreatedResponse({ type: CreatedTokenDto })
  async create(
    @CurrentUser() { userId }: Person,
    @CurrentTenant() tenantId: string,
    @Body() { name, scopes, expiresAt }: CreateTokenDto,
  ): Promise<CreatedTokenDto> {
    const wish = { userId, tenantId, name, scopes, expiresAt: expiresAt ?? null };
    const { token, text } = await this.createToken.execute(wish);
    const { id, display, createdAt } = token;
    return {
      id,
      name,
      token: text,
      display,
      scopes: [...token.scopes],
      createdAt,
      expiresAt: token.expiresAt,
    };
  }

  /** Ends a token, on every node within a second. */
  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  async revoke(
    @CurrentUser() { userId }: Person,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
  ): Promise<void> {
    await this.revokeToken.execute(tenantId, userId, id);
  }
}
