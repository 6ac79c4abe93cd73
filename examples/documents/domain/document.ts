import type { Id } from '../../../src/kernel/id.js';
import { TenantStore, type TenantAware } from '../../../src/kernel/tenant-aware.js';

export interface Document extends TenantAware {
  readonly title: string;
  readonly content: string;
  /** The one it belongs to, of the same tenant. */
  readonly conversationId: Id | null;
}

export abstract class Documents extends TenantStore<Document> {}

/** The cache tag that dies with a document, or with a change of it. */
export const documentTag = (id: Id): string => `document:${id}`;
