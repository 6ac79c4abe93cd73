import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../kernel/principal.js';
import { CurrentPrincipal, CurrentTenant, RequirePermission } from '../../../platform/http/access.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { Idempotent } from '../../../platform/http/idempotency/idempotent.decorator.js';
import { GiveGrant } from '../application/give-grant.js';
import { CreateGrantDto, GrantDto, GrantPageDto, GrantQueryDto } from './grants.dto.js';
import { GrantQueries } from './grants.queries.js';

@ApiTags('Grants')
@RequirePermission('grant:manage')
@Controller('grants')
export class GrantsController {
  constructor(
    private readonly queries: GrantQueries,
    private readonly giveGrant: GiveGrant,
  ) {}

  /** What was granted on single resources, newest first. */
  @Get()
  @ApiOkResponse({ type: GrantPageDto })
  async list(@CurrentTenant() tenantId: string, @Query() query: GrantQueryDto): Promise<GrantPageDto> {
    const { items, nextCursor } = await this.queries.list(tenantId, query);
    return { items: [...items], nextCursor };
  }

  /** Nobody grants what they do not hold. */
  @Post()
  @Idempotent()
  @ApiCreatedResponse({ type: GrantDto })
  async create(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Body() wish: CreateGrantDto,
  ): Promise<GrantDto> {
    const { id, subject, permission, resource, expiresAt, when, createdBy, createdAt } =
      await this.giveGrant.execute(by, tenantId, wish);
    return { id, subject, permission, resource, expiresAt, when, createdBy, createdAt };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  async delete(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
  ): Promise<void> {
    await this.giveGrant.takeBack(by, tenantId, id);
  }
}
