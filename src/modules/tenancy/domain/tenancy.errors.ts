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
