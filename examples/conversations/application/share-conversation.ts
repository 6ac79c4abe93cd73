import { Injectable } from '@nestjs/common';
import type { Id } from '../../../src/kernel/id.js';
import type { Principal } from '../../../src/kernel/principal.js';
import { ResourceChanges } from '../../../src/kernel/resource-changes.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { GiveGrant } from '../../../src/modules/authorization/index.js';
import { Conversations } from '../domain/conversation.js';
import { conversationNotFound } from '../domain/conversations.errors.js';
import { conversationChange } from '../domain/conversations.events.js';

type Wish = Pick<Parameters<GiveGrant['execute']>[2], 'subject' | 'permission'>;

/** Gives somebody a permission on one conversation, whatever their roles are. */
@Injectable()
export class ShareConversation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly conversations: Conversations,
    private readonly giveGrant: GiveGrant,
    private readonly changes: ResourceChanges,
  ) {}

  /** @throws DomainError `conversations.not-found`, `authz.beyond-own-permissions`, and what `GiveGrant` throws */
  async execute(by: Principal, tenantId: Id, id: Id, { subject, permission }: Wish): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        const conversation = await this.conversations.find(id);
        if (!conversation) throw conversationNotFound();
        await this.giveGrant.execute(by, tenantId, {
          subject,
          permission,
          resource: { type: 'conversation', id },
        });
        const what = { subject, permission };
        await this.changes.record(by, conversationChange('conversation.shared', conversation, what));
      },
      { tenantId },
    );
  }
}
