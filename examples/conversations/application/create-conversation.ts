import { Injectable } from '@nestjs/common';
import type { Id } from '../../../src/kernel/id.js';
import type { Principal } from '../../../src/kernel/principal.js';
import { ResourceChanges } from '../../../src/kernel/resource-changes.js';
import type { Fields } from '../../../src/kernel/tenant-aware.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { Conversations, type Conversation } from '../domain/conversation.js';
import { conversationChange } from '../domain/conversations.events.js';

@Injectable()
export class CreateConversation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly conversations: Conversations,
    private readonly changes: ResourceChanges,
  ) {}

  async execute(by: Principal, tenantId: Id, fields: Fields<Conversation>): Promise<Conversation> {
    return this.unitOfWork.run(
      async () => {
        const conversation = await this.conversations.insert(by, fields);
        await this.changes.record(by, conversationChange('conversation.created', conversation));
        return conversation;
      },
      { tenantId },
    );
  }
}
