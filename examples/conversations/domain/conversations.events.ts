import type { ResourceChange } from '../../../src/kernel/resource-changes.js';
import { conversationTag, type Conversation } from './conversation.js';

export type ConversationEventName = 'conversation.created' | 'conversation.updated' | 'conversation.deleted';

/** @param payload beside the id, and without secrets */
export const conversationChange = (
  name: ConversationEventName,
  { tenantId, id }: Pick<Conversation, 'tenantId' | 'id'>,
  payload: ResourceChange['payload'] = {},
): ResourceChange => ({
  name,
  tenantId,
  tags: [conversationTag(id)],
  payload: { conversationId: id, ...payload },
});
