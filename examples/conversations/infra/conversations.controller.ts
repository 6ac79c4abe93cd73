import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../src/kernel/principal.js';
import { CurrentPrincipal, CurrentTenant, RequirePermission } from '../../../src/platform/http/access.js';
import { IdParam } from '../../../src/platform/http/id-param.js';
import { Idempotent } from '../../../src/platform/http/idempotency/idempotent.decorator.js';
import { PageQueryDto } from '../../../src/platform/http/page.dto.js';
import { SharedDto, sharedView } from '../../../src/platform/tenant-aware/share.dto.js';
import { viewOf } from '../../../src/platform/tenant-aware/tenant-aware.dto.js';
import { CreateConversation } from '../application/create-conversation.js';
import { DeleteConversation } from '../application/delete-conversation.js';
import { ShareConversation } from '../application/share-conversation.js';
import { UpdateConversation } from '../application/update-conversation.js';
import {
  ConversationDto,
  ConversationPageDto,
  CreateConversationDto,
  ShareConversationDto,
  UpdateConversationDto,
} from './conversations.dto.js';
import { ConversationQueries } from './conversations.queries.js';

@ApiTags('Conversations')
@Controller('conversations')
export class ConversationsController {
  constructor(
    private readonly queries: ConversationQueries,
    private readonly createConversation: CreateConversation,
    private readonly updateConversation: UpdateConversation,
    private readonly deleteConversation: DeleteConversation,
    private readonly shareConversation: ShareConversation,
  ) {}

  /** Conversations of the active tenant, newest first. */
  @Get()
  @RequirePermission('conversation:read')
  @ApiOkResponse({ type: ConversationPageDto })
  async list(@CurrentTenant() tenantId: string, @Query() query: PageQueryDto): Promise<ConversationPageDto> {
    const { items, nextCursor } = await this.queries.list(tenantId, query);
    return { items: items.map(viewOf), nextCursor };
  }

  @Post()
  @RequirePermission('conversation:create')
  @Idempotent()
  @ApiCreatedResponse({ type: ConversationDto })
  async create(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Body() wish: CreateConversationDto,
  ): Promise<ConversationDto> {
    return viewOf(await this.createConversation.execute(by, tenantId, wish));
  }

  @Get(':id')
  @RequirePermission('conversation:read', { on: 'conversation' })
  @ApiOkResponse({ type: ConversationDto })
  async read(@CurrentTenant() tenantId: string, @Param('id', IdParam) id: string): Promise<ConversationDto> {
    return viewOf(await this.queries.find(tenantId, id));
  }

  /** Every node shows the change within a second. */
  @Patch(':id')
  @RequirePermission('conversation:update', { on: 'conversation' })
  @ApiOkResponse({ type: ConversationDto })
  async update(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
    @Body() change: UpdateConversationDto,
  ): Promise<ConversationDto> {
    return viewOf(await this.updateConversation.execute(by, tenantId, id, change));
  }

  @Delete(':id')
  @RequirePermission('conversation:delete', { on: 'conversation' })
  @HttpCode(204)
  @ApiNoContentResponse()
  async delete(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
  ): Promise<void> {
    await this.deleteConversation.execute(by, tenantId, id);
  }

  /** Gives a person, a group or a role a permission on this one; nobody gives what they do not hold. */
  @Post(':id/share')
  @RequirePermission('conversation:share', { on: 'conversation' })
  @Idempotent()
  @ApiCreatedResponse({ type: SharedDto })
  async share(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
    @Body() wish: ShareConversationDto,
  ): Promise<SharedDto> {
    return sharedView(await this.shareConversation.execute(by, tenantId, id, wish));
  }
}
