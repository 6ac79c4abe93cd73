import { Injectable } from '@nestjs/common';
import type { Id } from '../../../src/kernel/id.js';
import type { Principal } from '../../../src/kernel/principal.js';
import { ResourceChanges } from '../../../src/kernel/resource-changes.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { ForgetResource } from '../../../src/modules/authorization/index.js';
import { Conversations } from '../domain/conversation.js';
import { conversationNotFound } from '../domain/conversations.errors.js';
import { conversationChange } from '../domain/conversations.events.js';

@Injectable()
export class DeleteConversation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly conversations: Conversations,
    private readonly forgetResource: ForgetResource,
    private readonly changes: ResourceChanges,
  ) {}

  /** With what was granted on it. @throws DomainError `conversations.not-found` */
  async execute(by: Principal, tenantId: Id, id: Id): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        if (!(await this.conversations.delete(id))) throw conversationNotFound();
        await this.forgetResource.execute(tenantId, { type: 'conversation', id });
        await this.changes.record(by, conversationChange('conversation.deleted', { tenantId, id }));
      },
      { tenantId },
    );
  }
}
