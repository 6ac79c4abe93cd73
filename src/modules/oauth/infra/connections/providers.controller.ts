import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Clock } from '../../../../kernel/clock.js';
import { CurrentTenant, RequirePermission } from '../../../../platform/http/access.js';
import { ProviderCatalogue, ProviderClient } from '../../domain/connections/provider-client.js';
import { Config } from '../../../../platform/config/config.js';
import { AnalyticsDto, AnalyticsQueryDto } from './analytics.dto.js';
import { AnalyticsQueries } from './analytics.queries.js';
import { ProviderListDto } from './providers.dto.js';

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

@ApiTags('Connections')
@Controller('connections')
export class ProvidersController {
  constructor(
    private readonly catalogue: ProviderCatalogue,
    private readonly client: ProviderClient,
    private readonly analytics: AnalyticsQueries,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** What accounts can be connected with, and what can be asked for. */
  @Get('providers')
  @RequirePermission('connection:read')
  @ApiOkResponse({ type: ProviderListDto })
  providers(): ProviderListDto {
    const items = this.catalogue.all().map(({ provider: { id, name, docsUrl, scopes }, configured }) => ({
      ...{ id, name, configured, docsUrl },
      scopes: Object.entries(scopes.known).map(([scope, description]) => ({ name: scope, description })),
      defaultScopes: [...scopes.always, ...scopes.defaults],
      callbackUrl: `${this.config.publicUrl}/api/v1/connections/${id}/callback`,
      health: this.client.health(id),
    }));
    return { items };
  }

  /** How connecting and refreshing went in the active tenant, for each provider. */
  @Get('analytics')
  @RequirePermission('connection:manage')
  @ApiOkResponse({ type: AnalyticsDto })
  async read(
    @CurrentTenant() tenantId: string,
    @Query() { from, to }: AnalyticsQueryDto,
  ): Promise<AnalyticsDto> {
    const until = to ?? this.clock.now();
    const since = from ?? new Date(until.getTime() - MONTH_MS);
    return { from: since, to: until, items: await this.analytics.perProvider(tenantId, since, until) };
  }
}
