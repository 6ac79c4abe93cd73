import { Injectable } from '@nestjs/common';
import type { Id } from '../../../src/kernel/id.js';
import type { Principal } from '../../../src/kernel/principal.js';
import { ResourceChanges } from '../../../src/kernel/resource-changes.js';
import type { Fields } from '../../../src/kernel/tenant-aware.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { Conversations, type Conversation } from '../domain/conversation.js';
import { conversationNotFound } from '../domain/conversations.errors.js';
import { conversationChange } from '../domain/conversations.events.js';

@Injectable()
export class UpdateConversation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly conversations: Conversations,
    private readonly changes: ResourceChanges,
  ) {}

  /** @throws DomainError `conversations.not-found` */
  async execute(
    by: Principal,
    tenantId: Id,
    id: Id,
    change: Partial<Fields<Conversation>>,
  ): Promise<Conversation> {
    return this.unitOfWork.run(
      async () => {
        const conversation = await this.conversations.update(by, id, change);
        if (!conversation) throw conversationNotFound();
        const what = { changed: Object.keys(change) };
        await this.changes.record(by, conversationChange('conversation.updated', conversation, what));
        return conversation;
      },
      { tenantId },
    );
  }
}
