import { DomainError } from '../../../kernel/domain-error.js';

export const notAMember = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'tenancy.not-a-member',
    publicMessage: 'You do not belong to this tenant. GET /api/v1/tenants lists yours.',
  });

/** For every tenant but the active one, whether there is such a tenant or not. */
export const tenantNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'tenancy.not-found',
    publicMessage:
      'This is not the tenant that you work in. POST /api/v1/sessions/current/tenant switches to another one of yours.',
  });

export const directoryBound = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'tenancy.directory-bound',
    publicMessage: 'Your account belongs to one tenant alone: it cannot create or join another one.',
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
