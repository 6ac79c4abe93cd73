import { EntitySchema } from 'typeorm';
import { tenantAwareColumns } from '../../../src/platform/tenant-aware/tenant-aware.columns.js';
import type { Conversation } from '../domain/conversation.js';

export const ConversationMapping = new EntitySchema<Conversation>({
  name: 'Conversation',
  tableName: 'conversations',
  columns: {
    ...tenantAwareColumns,
    title: { type: 'text' },
  },
});
