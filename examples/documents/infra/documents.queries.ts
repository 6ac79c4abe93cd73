import { Injectable } from '@nestjs/common';
import type { Id } from '../../../src/kernel/id.js';
import type { Page, PageRequest } from '../../../src/kernel/page.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { RevocableCaches, type RevocableCache } from '../../../src/platform/cache/revocable-cache.js';
import { conversationTag } from '../../conversations/index.js';
import { documentTag, Documents, type Document } from '../domain/document.js';
import { documentNotFound } from '../domain/documents.errors.js';

const CAPACITY = 10_000;
const MAX_AGE_MS = 60_000;

interface Wanted extends PageRequest {
  readonly conversationId?: Id;
}

/** A single one comes from memory, until somebody anywhere changes it. */
@Injectable()
export class DocumentQueries {
  private readonly remembered: RevocableCache<Document>;

  constructor(
    caches: RevocableCaches,
    private readonly documents: Documents,
    private readonly unitOfWork: UnitOfWork,
  ) {
    this.remembered = caches.create<Document>({
      name: 'documents',
      max: CAPACITY,
      maxAgeMs: MAX_AGE_MS,
      // A conversation that is deleted lets go of its documents.
      tagsOf: ({ id, conversationId }) => [
        documentTag(id),
        ...(conversationId ? [conversationTag(conversationId)] : []),
      ],
    });
  }

  async list(tenantId: Id, { conversationId, ...request }: Wanted): Promise<Page<Document>> {
    const alike = conversationId ? { conversationId } : {};
    return this.unitOfWork.run(() => this.documents.page(request, alike), { tenantId });
  }

  /** @throws DomainError `documents.not-found` */
  async find(tenantId: Id, id: Id): Promise<Document> {
    // The tenant is part of the key: what one of them has loaded is not there for another.
    const found = await this.remembered.get(`${tenantId}:${id}`, () =>
      this.unitOfWork.run(() => this.documents.find(id), { tenantId }),
    );
    if (!found) throw documentNotFound();
    return found;
  }
}
