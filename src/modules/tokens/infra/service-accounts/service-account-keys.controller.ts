import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../../kernel/principal.js';
import { CurrentPrincipal, CurrentTenant, RequirePermission } from '../../../../platform/http/access.js';
import { IdParam } from '../../../../platform/http/id-param.js';
import { Idempotent } from '../../../../platform/http/idempotency/idempotent.decorator.js';
import { PageQueryDto } from '../../../../platform/http/page.dto.js';
import { CreateServiceAccountKey } from '../../application/service-accounts/create-service-account-key.js';
import { DeleteServiceAccountKey } from '../../application/service-accounts/delete-service-account-key.js';
import { serviceAccountNotFound } from '../../domain/tokens.errors.js';
import { CreatedKeyDto, CreateKeyDto, KeyPageDto } from './service-accounts.dto.js';
import { ServiceAccountQueries } from './service-accounts.queries.js';

@ApiTags('Service accounts')
@RequirePermission('service-account:manage')
@Controller('service-accounts/:id/keys')
export class ServiceAccountKeysController {
  constructor(
    private readonly queries: ServiceAccountQueries,
    private readonly createKey: CreateServiceAccountKey,
    private readonly deleteKey: DeleteServiceAccountKey,
  ) {}

  /** The keys of an account, newest first; never the secrets. */
  @Get()
  @ApiOkResponse({ type: KeyPageDto })
  async list(
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
    @Query() query: PageQueryDto,
  ): Promise<KeyPageDto> {
    if (!(await this.queries.find(tenantId, id))) throw serviceAccountNotFound();
    const { items, nextCursor } = await this.queries.keysOf(tenantId, id, query);
    return { items: [...items], nextCursor };
  }

  /** Makes another key, shown once. Older ones stay good, so that you can rotate. */
  @Post()
  @Idempotent()
  @ApiCreatedResponse({ type: CreatedKeyDto })
  async create(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
    @Body() { name, expiresAt }: CreateKeyDto,
  ): Promise<CreatedKeyDto> {
    const wish = { name: name ?? null, expiresAt: expiresAt ?? null };
    const { key, text } = await this.createKey.execute(by, tenantId, id, wish);
    const { display, createdAt } = key;
    return { id: key.id, ...wish, key: text, display, createdAt };
  }

  /** Ends a key, on every node within a second. */
  @Delete(':keyId')
  @HttpCode(204)
  @ApiNoContentResponse()
  async delete(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
    @Param('keyId', IdParam) keyId: string,
  ): Promise<void> {
    await this.deleteKey.execute(by, tenantId, id, keyId);
  }
}
