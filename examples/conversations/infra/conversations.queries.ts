import { Injectable } from '@nestjs/common';
import type { Id } from '../../../src/kernel/id.js';
import type { Page, PageRequest } from '../../../src/kernel/page.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { RevocableCaches, type RevocableCache } from '../../../src/platform/cache/revocable-cache.js';
import { conversationTag, Conversations, type Conversation } from '../domain/conversation.js';
import { conversationNotFound } from '../domain/conversations.errors.js';

const CAPACITY = 10_000;
const MAX_AGE_MS = 60_000;

/** A single one comes from memory, until somebody anywhere changes it. */
@Injectable()
export class ConversationQueries {
  private readonly remembered: RevocableCache<Conversation>;

  constructor(
    caches: RevocableCaches,
    private readonly conversations: Conversations,
    private readonly unitOfWork: UnitOfWork,
  ) {
    this.remembered = caches.create<Conversation>({
      name: 'conversations',
      max: CAPACITY,
      maxAgeMs: MAX_AGE_MS,
      tagsOf: ({ id }) => [conversationTag(id)],
    });
  }

  async list(tenantId: Id, request: PageRequest): Promise<Page<Conversation>> {
    return this.unitOfWork.run(() => this.conversations.page(request), { tenantId });
  }

  /** @throws DomainError `conversations.not-found` */
  async find(tenantId: Id, id: Id): Promise<Conversation> {
    // The tenant is part of the key: what one of them has loaded is not there for another.
    const found = await this.remembered.get(`${tenantId}:${id}`, () =>
      this.unitOfWork.run(() => this.conversations.find(id), { tenantId }),
    );
    if (!found) throw conversationNotFound();
    return found;
  }
}
