import { DomainError } from '../../../kernel/domain-error.js';

export const notAMember = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'tenancy.not-a-member',
    publicMessage: 'You do not belong to this tenant. GET /api/v1/tenants lists yours.',
  });
