import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../../kernel/principal.js';
import { CurrentPrincipal, CurrentTenant, RequirePermission } from '../../../../platform/http/access.js';
import { IdParam } from '../../../../platform/http/id-param.js';
import { Idempotent } from '../../../../platform/http/idempotency/idempotent.decorator.js';
import { PageQueryDto } from '../../../../platform/http/page.dto.js';
import { ChangeServiceAccount } from '../../application/service-accounts/change-service-account.js';
import { CreateServiceAccount } from '../../application/service-accounts/create-service-account.js';
import type { ServiceAccountState } from '../../domain/service-accounts/service-account.js';
import { serviceAccountNotFound } from '../../domain/tokens.errors.js';
import {
  ChangeServiceAccountDto,
  CreateServiceAccountDto,
  ServiceAccountDto,
  ServiceAccountPageDto,
} from './service-accounts.dto.js';
import { ServiceAccountQueries } from './service-accounts.queries.js';

@ApiTags('Service accounts')
@RequirePermission('service-account:manage')
@Controller('service-accounts')
export class ServiceAccountsController {
  constructor(
    private readonly queries: ServiceAccountQueries,
    private readonly createAccount: CreateServiceAccount,
    private readonly changeAccount: ChangeServiceAccount,
  ) {}

  /** Programs of the active tenant, newest first. */
  @Get()
  @ApiOkResponse({ type: ServiceAccountPageDto })
  async list(
    @CurrentTenant() tenantId: string,
    @Query() query: PageQueryDto,
  ): Promise<ServiceAccountPageDto> {
    const { items, nextCursor } = await this.queries.list(tenantId, query);
    return { items: [...items], nextCursor };
  }

  @Post()
  @Idempotent()
  @ApiCreatedResponse({ type: ServiceAccountDto })
  async create(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Body() { name, description, roles }: CreateServiceAccountDto,
  ): Promise<ServiceAccountDto> {
    const wish = { name, description: description ?? null, roles };
    return viewOf(await this.createAccount.execute(by, tenantId, wish));
  }

  @Get(':id')
  @ApiOkResponse({ type: ServiceAccountDto })
  async read(
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
  ): Promise<ServiceAccountDto> {
    const account = await this.queries.find(tenantId, id);
    if (!account) throw serviceAccountNotFound();
    return account;
  }

  /** Takes effect on every node within a second. */
  @Patch(':id')
  @ApiOkResponse({ type: ServiceAccountDto })
  async update(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
    @Body() change: ChangeServiceAccountDto,
  ): Promise<ServiceAccountDto> {
    return viewOf(await this.changeAccount.execute(by, tenantId, id, change));
  }

  /** Deletes the account with its keys. */
  @Delete(':id')
  @HttpCode(204)
  @ApiNoContentResponse()
  async delete(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
  ): Promise<void> {
    await this.changeAccount.delete(by, tenantId, id);
  }
}

function viewOf({ tenantId: _, disabledAt, ...account }: ServiceAccountState): ServiceAccountDto {
  return { ...account, roles: [...account.roles], disabled: disabledAt !== null };
}
