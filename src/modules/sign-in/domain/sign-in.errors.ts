import { DomainError } from '../../../kernel/domain-error.js';

export const sessionRequired = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'auth.session-required',
    publicMessage: 'Only a signed-in person can do this; a key or a personal access token cannot.',
  });
