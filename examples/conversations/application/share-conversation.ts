import { Injectable } from '@nestjs/common';
import type { Id } from '../../../src/kernel/id.js';
import type { Principal } from '../../../src/kernel/principal.js';
import { UnitOfWork } from '../../../src/kernel/unit-of-work.js';
import { GiveGrant, type GivenGrant } from '../../../src/modules/authorization/index.js';
import { Conversations } from '../domain/conversation.js';
import { conversationNotFound } from '../domain/conversations.errors.js';

/** Gives somebody a permission on one conversation, whatever their roles are. */
@Injectable()
export class ShareConversation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly conversations: Conversations,
    private readonly giveGrant: GiveGrant,
  ) {}

  /** @throws DomainError `conversations.not-found`, `authz.beyond-own-permissions`, and what `GiveGrant` throws */
  async execute(
    by: Principal,
    tenantId: Id,
    id: Id,
    { subject, permission }: Pick<GivenGrant, 'subject' | 'permission'>,
  ): Promise<GivenGrant> {
    if (!(await this.unitOfWork.run(() => this.conversations.find(id), { tenantId })))
      throw conversationNotFound();
    return this.giveGrant.execute(by, tenantId, {
      subject,
      permission,
      resource: { type: 'conversation', id },
    });
  }
}
