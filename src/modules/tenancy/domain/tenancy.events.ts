import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { Id } from '../../../kernel/id.js';
import type { Tenant } from './tenant.js';

export const tenantCreated = (id: Id, tenant: Tenant): DomainEvent => ({
  id,
  name: 'tenant.created',
  occurredAt: tenant.createdAt,
  tenantId: tenant.id,
  userId: tenant.createdBy,
  payload: { slug: tenant.slug },
});
