import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { Id } from '../../../kernel/id.js';
import type { Tenant } from './tenant.js';

/** What can happen to a tenant and to those who belong to it. */
export type TenancyEventName =
  | 'tenant.updated'
  | 'tenant.deleted'
  | 'tenant.restored'
  | 'tenant.erased'
  | 'tenant.ownership-transferred'
  | 'member.joined'
  | 'member.updated'
  | 'member.removed'
  | 'member.left'
  | 'invitation.created'
  | 'invitation.revoked'
  | 'group.created'
  | 'group.updated'
  | 'group.deleted'
  | 'group.members-changed';

/** Whoever it is about no longer belongs to the tenant; `payload.memberId` says who that is. */
export const MEMBERSHIP_ENDED = ['member.removed', 'member.left'] as const satisfies TenancyEventName[];

/** Who did it (absent: a program, or nobody in particular), and in which tenant. */
export interface Where {
  readonly tenantId: Id;
  readonly userId?: Id;
}

export const tenancyEvent = (
  name: TenancyEventName,
  id: Id,
  occurredAt: Date,
  where: Where,
  payload: DomainEvent['payload'],
): DomainEvent => ({ id, name, occurredAt, ...where, payload });

export const tenantCreated = (id: Id, tenant: Tenant): DomainEvent => ({
  id,
  name: 'tenant.created',
  occurredAt: tenant.createdAt,
  tenantId: tenant.id,
  userId: tenant.createdBy,
  payload: { slug: tenant.slug },
});
