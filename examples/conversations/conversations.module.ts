import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthorizationModule } from '../../src/modules/authorization/index.js';
import { tenantTable } from '../../src/platform/tenant-aware/tenant-table.js';
import { CreateConversation } from './application/create-conversation.js';
import { DeleteConversation } from './application/delete-conversation.js';
import { ShareConversation } from './application/share-conversation.js';
import { UpdateConversation } from './application/update-conversation.js';
import { Conversations } from './domain/conversation.js';
import { ConversationPermissions } from './infra/conversation-permissions.js';
import { ConversationMapping } from './infra/conversation.mapping.js';
import { ConversationsController } from './infra/conversations.controller.js';
import { ConversationQueries } from './infra/conversations.queries.js';

@Module({
  imports: [AuthorizationModule, TypeOrmModule.forFeature([ConversationMapping])],
  controllers: [ConversationsController],
  providers: [
    ConversationPermissions,
    ConversationQueries,
    CreateConversation,
    DeleteConversation,
    ShareConversation,
    UpdateConversation,
    tenantTable(Conversations, ConversationMapping),
  ],
})
export class ConversationsModule {}
