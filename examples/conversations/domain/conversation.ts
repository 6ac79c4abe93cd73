import type { Id } from '../../../src/kernel/id.js';
import { TenantStore, type TenantAware } from '../../../src/kernel/tenant-aware.js';

export interface Conversation extends TenantAware {
  readonly title: string;
}

export abstract class Conversations extends TenantStore<Conversation> {}

/** The cache tag that dies with a conversation, or with a change of it. */
export const conversationTag = (id: Id): string => `conversation:${id}`;
