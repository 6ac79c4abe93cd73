import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { Id } from '../../../kernel/id.js';

export interface TenantSwitch {
  readonly userId: Id;
  readonly from: Id | null;
  readonly to: Id | null;
  /** The session that goes on, under its new id. */
  readonly sessionId: Id;
}

/** In the trail of the tenant that was entered, or else of the one that was left. */
export const tenantSwitched = (
  id: Id,
  occurredAt: Date,
  { userId, from, to, sessionId }: TenantSwitch,
): DomainEvent => {
  const tenantId = to ?? from;
  return {
    ...{ id, name: 'session.tenant-switched', occurredAt, userId },
    ...(tenantId && { tenantId }),
    payload: { from, to, sessionId },
  };
};
