import { DomainError } from '../../../kernel/domain-error.js';

export const tokenNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'tokens.not-found',
    publicMessage: 'You have no such personal access token. GET /api/v1/tokens lists yours.',
  });

export const tooManyTokens = (most: number) =>
  new DomainError({
    kind: 'conflict',
    code: 'tokens.too-many',
    publicMessage: `You have ${String(most)} personal access tokens in this tenant. Revoke one first.`,
  });

export const scopeUnknown = (scopes: readonly string[]) =>
  new DomainError({
    kind: 'invalid',
    code: 'tokens.scope-unknown',
    publicMessage: `There is no permission ${scopes.join(', ')}; GET /api/v1/permissions lists those that there are.`,
    errors: scopes.map((scope) => ({
      path: 'scopes',
      code: 'tokens.scope-unknown',
      message: `${scope} is not a permission`,
    })),
  });

export const scopeNotHeld = (scopes: readonly string[]) =>
  new DomainError({
    kind: 'forbidden',
    code: 'tokens.scope-not-held',
    publicMessage: `A token cannot do what you cannot: you do not hold ${scopes.join(', ')} in this tenant.`,
    extensions: { permissions: scopes },
  });

export const expiryRefused = (message: string) =>
  new DomainError({
    kind: 'invalid',
    code: 'tokens.expiry-refused',
    publicMessage: `expiresAt ${message}.`,
    errors: [{ path: 'expiresAt', code: 'tokens.expiry-refused', message: `expiresAt ${message}` }],
  });

export const serviceAccountNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'tokens.service-account-not-found',
    publicMessage: 'There is no such service account in the active tenant.',
  });

export const serviceAccountNameTaken = () =>
  new DomainError({
    kind: 'conflict',
    code: 'tokens.service-account-name-taken',
    publicMessage: 'Another service account of this tenant has this name.',
  });

export const serviceAccountKeyNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'tokens.service-account-key-not-found',
    publicMessage: 'This service account has no such key.',
  });

export const tooManyKeys = (most: number) =>
  new DomainError({
    kind: 'conflict',
    code: 'tokens.too-many-keys',
    publicMessage: `A service account has at most ${String(most)} keys: enough to rotate. Delete one first.`,
  });

export const ownerRoleRefused = () =>
  new DomainError({
    kind: 'invalid',
    code: 'tokens.owner-role-refused',
    publicMessage: 'A tenant is owned by people: a service account cannot have the role owner.',
  });

export const audienceRefused = () =>
  new DomainError({
    kind: 'invalid',
    code: 'tokens.audience-refused',
    publicMessage: 'No tokens are issued for this audience. An operator can add it to EXCHANGE_AUDIENCES.',
  });
