import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../../src/kernel/principal.js';
import { CurrentPrincipal, CurrentTenant, RequirePermission } from '../../../src/platform/http/access.js';
import { IdParam } from '../../../src/platform/http/id-param.js';
import { Idempotent } from '../../../src/platform/http/idempotency/idempotent.decorator.js';
import { SharedDto, sharedView } from '../../../src/platform/tenant-aware/share.dto.js';
import { viewOf } from '../../../src/platform/tenant-aware/tenant-aware.dto.js';
import { CreateDocument } from '../application/create-document.js';
import { DeleteDocument } from '../application/delete-document.js';
import { ShareDocument } from '../application/share-document.js';
import { UpdateDocument } from '../application/update-document.js';
import {
  DocumentDto,
  DocumentPageDto,
  ListDocumentsDto,
  CreateDocumentDto,
  ShareDocumentDto,
  UpdateDocumentDto,
} from './documents.dto.js';
import { DocumentQueries } from './documents.queries.js';

@ApiTags('Documents')
@Controller('documents')
export class DocumentsController {
  constructor(
    private readonly queries: DocumentQueries,
    private readonly createDocument: CreateDocument,
    private readonly updateDocument: UpdateDocument,
    private readonly deleteDocument: DeleteDocument,
    private readonly shareDocument: ShareDocument,
  ) {}

  /** Documents of the active tenant, newest first. */
  @Get()
  @RequirePermission('document:read')
  @ApiOkResponse({ type: DocumentPageDto })
  async list(@CurrentTenant() tenantId: string, @Query() query: ListDocumentsDto): Promise<DocumentPageDto> {
    const { items, nextCursor } = await this.queries.list(tenantId, query);
    return { items: items.map(viewOf), nextCursor };
  }

  @Post()
  @RequirePermission('document:create')
  @Idempotent()
  @ApiCreatedResponse({ type: DocumentDto })
  async create(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Body() { conversationId = null, ...wish }: CreateDocumentDto,
  ): Promise<DocumentDto> {
    return viewOf(await this.createDocument.execute(by, tenantId, { ...wish, conversationId }));
  }

  @Get(':id')
  @RequirePermission('document:read', { on: 'document' })
  @ApiOkResponse({ type: DocumentDto })
  async read(@CurrentTenant() tenantId: string, @Param('id', IdParam) id: string): Promise<DocumentDto> {
    return viewOf(await this.queries.find(tenantId, id));
  }

  /** Every node shows the change within a second. */
  @Patch(':id')
  @RequirePermission('document:update', { on: 'document' })
  @ApiOkResponse({ type: DocumentDto })
  async update(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
    @Body() change: UpdateDocumentDto,
  ): Promise<DocumentDto> {
    return viewOf(await this.updateDocument.execute(by, tenantId, id, change));
  }

  @Delete(':id')
  @RequirePermission('document:delete', { on: 'document' })
  @HttpCode(204)
  @ApiNoContentResponse()
  async delete(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
  ): Promise<void> {
    await this.deleteDocument.execute(by, tenantId, id);
  }

  /** Gives a person, a group or a role a permission on this one; nobody gives what they do not hold. */
  @Post(':id/share')
  @RequirePermission('document:share', { on: 'document' })
  @Idempotent()
  @ApiCreatedResponse({ type: SharedDto })
  async share(
    @CurrentPrincipal() by: Principal,
    @CurrentTenant() tenantId: string,
    @Param('id', IdParam) id: string,
    @Body() wish: ShareDocumentDto,
  ): Promise<SharedDto> {
    return sharedView(await this.shareDocument.execute(by, tenantId, id, wish));
  }
}
