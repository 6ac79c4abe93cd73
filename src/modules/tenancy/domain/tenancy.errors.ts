import { DomainError } from '../../../kernel/domain-error.js';

export const notAMember = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'tenancy.not-a-member',
    publicMessage: 'You do not belong to this tenant. GET /api/v1/tenants lists yours.',
  });

export const tenantNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'tenancy.not-found',
    publicMessage:
      'This is not the tenant that you work in. POST /api/v1/sessions/current/tenant switches to another of yours.',
  });

export const nothingToRestore = () =>
  new DomainError({
    kind: 'not-found',
    code: 'tenancy.not-found',
    publicMessage: 'You own no deleted tenant with this id that could still be restored.',
  });

export const slugTaken = () =>
  new DomainError({
    kind: 'conflict',
    code: 'tenancy.slug-taken',
    publicMessage: 'Another tenant has this slug. Choose another, or leave it out.',
  });

export const settingsTooLarge = (most: number) =>
  new DomainError({
    kind: 'invalid',
    code: 'request.invalid',
    publicMessage: 'The request is not valid.',
    errors: [
      {
        path: 'settings',
        code: 'field.max-length',
        message: `settings must have at most ${String(most)} characters as JSON`,
      },
    ],
  });

export const isolatedAccount = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'tenancy.isolated-account',
    publicMessage: 'Your account belongs to the directory of one tenant and cannot create others.',
  });

export const ownersOnly = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'tenancy.owners-only',
    publicMessage: 'Only an owner of the tenant can hand it over.',
  });

export const transferToOneself = () =>
  new DomainError({
    kind: 'invalid',
    code: 'tenancy.transfer-to-oneself',
    publicMessage: 'You own the tenant already: name another member.',
  });
