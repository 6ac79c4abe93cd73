import { DomainError } from '../../../src/kernel/domain-error.js';

export const conversationNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'conversations.not-found',
    publicMessage: 'There is no such conversation in the active tenant.',
  });
