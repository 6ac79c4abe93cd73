/** All that other modules may know of conversations. */
export { ConversationsModule } from './conversations.module.js';
export { conversationTag } from './domain/conversation.js';
