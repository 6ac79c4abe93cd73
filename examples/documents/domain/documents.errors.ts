import { DomainError } from '../../../src/kernel/domain-error.js';

export const documentNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'documents.not-found',
    publicMessage: 'There is no such document in the active tenant.',
  });

export const conversationUnknown = () =>
  new DomainError({
    kind: 'invalid',
    code: 'documents.conversation-unknown',
    publicMessage: 'There is no such conversation in the active tenant.',
    errors: [
      { path: 'conversationId', code: 'documents.conversation-unknown', message: 'no such conversation' },
    ],
  });
