import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Clock } from '../../../../kernel/clock.js';
import type { Principal } from '../../../../kernel/principal.js';
import { CurrentPrincipal, CurrentTenant, RequirePermission } from '../../../../platform/http/access.js';
import { IdParam } from '../../../../platform/http/id-param.js';
import { AskForStatus } from '../../application/connections/ask-for-status.js';
import { ForceRefresh } from '../../application/connections/force-refresh.js';
import { ReadToken } from '../../application/connections/read-token.js';
import { RemoveConnection } from '../../application/connections/remove-connection.js';
import { SeeConnection } from '../../application/connections/see-connection.js';
import { statusOf, viewOf } from './connection.view.js';
import {
  ConnectionDto,
  ConnectionListQueryDto,
  ConnectionPageDto,
  ConnectionStatusDto,
  ConnectionTokenDto,
} from './connections.dto.js';
import { ConnectionQueries } from './connections.queries.js';

const ON_CONNECTION = { on: 'connection' } as const;

@ApiTags('Connections')
@Controller('connections')
export class ConnectionsController {
  constructor(
    private readonly queries: ConnectionQueries,
    private readonly see: SeeConnection,
    private readonly readToken: ReadToken,
    private readonly askForStatus: AskForStatus,
    private readonly forceRefresh: ForceRefresh,
    private readonly removeConnection: RemoveConnection,
    private readonly clock: Clock,
  ) {}

  /** Your connections in the active tenant and shared ones, newest first; for who manages connections all of them. */
  @Get()
  @RequirePermission('connection:read')
  @ApiOkResponse({ type: ConnectionPageDto })
  async list(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Query() { limit, cursor, provider, shared }: ConnectionListQueryDto,
  ): Promise<ConnectionPageDto> {
    const viewer = await this.see.viewer(by);
    const { items, nextCursor } = await this.queries.list(
      tenantId,
      viewer,
      { limit, cursor },
      { provider, shared },
    );
    return { items: items.map((connection) => viewOf(connection, this.clock.now())), nextCursor };
  }

  @Get(':id')
  @RequirePermission('connection:read', ON_CONNECTION)
  @ApiOkResponse({ type: ConnectionDto })
  async read(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
  ): Promise<ConnectionDto> {
    const connection = await this.see.execute(await this.see.viewer(by), tenantId, id);
    return viewOf(connection, this.clock.now());
  }

  /** Asks the provider now whether the connection works; an answer is good for 30 seconds. */
  @Get(':id/status')
  @RequirePermission('connection:read', ON_CONNECTION)
  @ApiOkResponse({ type: ConnectionStatusDto })
  async status(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
  ): Promise<ConnectionStatusDto> {
    return statusOf(await this.askForStatus.execute(by, tenantId, id), this.clock.now());
  }

  /** Gets new tokens from the provider, even if the ones there are still good. */
  @Post(':id/refresh')
  @HttpCode(200)
  @RequirePermission('connection:use', ON_CONNECTION)
  @ApiOkResponse({ type: ConnectionDto })
  async refresh(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
  ): Promise<ConnectionDto> {
    return viewOf(await this.forceRefresh.execute(by, tenantId, id), this.clock.now());
  }

  /** An access token for the provider, always fresh. Nothing else here gives one away. */
  @Post(':id/token')
  @HttpCode(200)
  @RequirePermission('connection:use', ON_CONNECTION)
  @ApiOkResponse({ type: ConnectionTokenDto })
  async token(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
  ): Promise<ConnectionTokenDto> {
    return this.readToken.execute(by, tenantId, id);
  }

  /** Withdraws the consent at the provider where it has a way to, and forgets the tokens in any case. */
  @Delete(':id')
  @HttpCode(204)
  @RequirePermission('connection:create', ON_CONNECTION)
  @ApiNoContentResponse()
  async remove(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
  ): Promise<void> {
    await this.removeConnection.execute(by, tenantId, id);
  }
}
