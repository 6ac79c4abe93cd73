import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Person } from '../../../kernel/principal.js';
import { CurrentUser, RequireAuth } from '../../../platform/http/access.js';
import { PageQueryDto } from '../../../platform/http/page.dto.js';
import { TenantPageDto } from './tenants.dto.js';
import { TenantQueries } from './tenants.queries.js';

@ApiTags('Tenants')
@RequireAuth()
@Controller('tenants')
export class TenantsController {
  constructor(private readonly queries: TenantQueries) {}

  /** The tenants that you belong to, newest first. */
  @Get()
  @ApiOkResponse({ type: TenantPageDto })
  async list(@CurrentUser() { userId }: Person, @Query() query: PageQueryDto): Promise<TenantPageDto> {
    const { items, nextCursor } = await this.queries.ofMember(userId, query);
    return { items: [...items], nextCursor };
  }
}
