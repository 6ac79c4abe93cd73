import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentTenant, RequirePermission } from '../../../platform/http/access.js';
import { IdParam } from '../../../platform/http/id-param.js';
import { roleNotFound } from '../domain/authorization.errors.js';
import { RoleVersionsDto, RoleVersionsQueryDto } from './roles.dto.js';
import { RoleQueries } from './roles.queries.js';

@ApiTags('Roles')
@RequirePermission('role:read')
@Controller('roles/:id/versions')
export class RoleVersionsController {
  constructor(private readonly queries: RoleQueries) {}

  /** What the role has said so far, newest first. */
  @Get()
  @ApiOkResponse({ type: RoleVersionsDto })
  async list(
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
    @Query() { limit, cursor }: RoleVersionsQueryDto,
  ): Promise<RoleVersionsDto> {
    const versions = await this.queries.versionsOf(tenantId, id, limit, cursor);
    if (!versions) throw roleNotFound();
    return versions;
  }
}
