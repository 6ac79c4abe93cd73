import type { ResourceChange } from '../../../src/kernel/resource-changes.js';
import { documentTag, type Document } from './document.js';

export type DocumentEventName = 'document.created' | 'document.updated' | 'document.deleted';

/** @param payload beside the id, and without secrets */
export const documentChange = (
  name: DocumentEventName,
  { tenantId, id }: Pick<Document, 'tenantId' | 'id'>,
  payload: ResourceChange['payload'] = {},
): ResourceChange => ({
  name,
  tenantId,
  tags: [documentTag(id)],
  payload: { documentId: id, ...payload },
});
