import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthorizationModule } from '../../src/modules/authorization/index.js';
import { tenantTable } from '../../src/platform/tenant-aware/tenant-table.js';
import { CreateDocument } from './application/create-document.js';
import { DeleteDocument } from './application/delete-document.js';
import { ShareDocument } from './application/share-document.js';
import { UpdateDocument } from './application/update-document.js';
import { Documents } from './domain/document.js';
import { conversationUnknown } from './domain/documents.errors.js';
import { DocumentPermissions } from './infra/document-permissions.js';
import { DocumentMapping } from './infra/document.mapping.js';
import { DocumentsController } from './infra/documents.controller.js';
import { DocumentQueries } from './infra/documents.queries.js';

@Module({
  imports: [AuthorizationModule, TypeOrmModule.forFeature([DocumentMapping])],
  controllers: [DocumentsController],
  providers: [
    DocumentPermissions,
    DocumentQueries,
    CreateDocument,
    DeleteDocument,
    ShareDocument,
    UpdateDocument,
    tenantTable(Documents, DocumentMapping, { documents_conversation_fk: conversationUnknown }),
  ],
})
export class DocumentsModule {}
