import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../kernel/principal.js';
import { CurrentPrincipal, RequireAuth, RequirePermission } from '../../../platform/http/access.js';
import { Idempotent } from '../../../platform/http/idempotency/idempotent.decorator.js';
import { RegisterPermission } from '../application/register-permission.js';
import { permissionNotRegistered } from '../domain/authorization.errors.js';
import { PERMISSION_FORM } from '../domain/permission-pattern.js';
import { PermissionDto, PermissionListDto, RegisterPermissionDto } from './permissions.dto.js';
import { PermissionQueries } from './permissions.queries.js';

@ApiTags('Permissions')
@Controller('permissions')
export class PermissionsController {
  constructor(
    private readonly queries: PermissionQueries,
    private readonly registerPermission: RegisterPermission,
  ) {}

  /** The catalogue: everything that roles, grants and tokens can be made of, by name. */
  @Get()
  @RequireAuth({ personalAccessTokens: true })
  @ApiOkResponse({ type: PermissionListDto })
  async list(): Promise<PermissionListDto> {
    return { items: await this.queries.all(), nextCursor: null };
  }

  /** For other services that ask us for decisions. */
  @Post()
  @RequirePermission('platform:manage')
  @Idempotent()
  @ApiCreatedResponse({ type: PermissionDto })
  async register(
    @CurrentPrincipal() by: Principal,
    @Body() { name, description }: RegisterPermissionDto,
  ): Promise<PermissionDto> {
    await this.registerPermission.execute(by, { name, description });
    return { name, description, source: 'registered' };
  }

  /** Only what was registered: what a module declares belongs to the module. */
  @Delete(':name')
  @RequirePermission('platform:manage')
  @HttpCode(204)
  @ApiNoContentResponse()
  async remove(@CurrentPrincipal() by: Principal, @Param('name') name: string): Promise<void> {
    if (!PERMISSION_FORM.test(name)) throw permissionNotRegistered();
    await this.registerPermission.remove(by, name);
  }
}
