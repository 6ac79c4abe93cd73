import { DomainError } from '../../../kernel/domain-error.js';

export const sessionNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'sessions.not-found',
    publicMessage: 'You have no live session with this id. GET /api/v1/sessions lists them.',
  });

export const refreshTokenInvalid = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'auth.invalid-refresh-token',
    publicMessage: 'The refresh token is unknown, expired, already used or revoked. Sign in again.',
  });
