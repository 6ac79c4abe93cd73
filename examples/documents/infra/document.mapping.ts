import { EntitySchema } from 'typeorm';
import { tenantAwareColumns } from '../../../src/platform/tenant-aware/tenant-aware.columns.js';
import type { Document } from '../domain/document.js';

export const DocumentMapping = new EntitySchema<Document>({
  name: 'Document',
  tableName: 'documents',
  columns: {
    ...tenantAwareColumns,
    title: { type: 'text' },
    content: { type: 'text' },
    conversationId: { type: 'uuid', name: 'conversation_id', nullable: true },
  },
});
