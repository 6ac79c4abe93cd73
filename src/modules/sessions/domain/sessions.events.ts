import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { Id } from '../../../kernel/id.js';
import type { Origin, RevocationReason, Session } from './session.js';

export const SIGNED_IN_FROM_NEW_DEVICE = 'session.started-on-new-device';
export const SESSIONS_REVOKED = 'session.revoked';
export const REFRESH_TOKEN_REUSED = 'session.refresh-token-reused';

export const signedInFromNewDevice = (id: Id, session: Session): DomainEvent => ({
  id,
  name: SIGNED_IN_FROM_NEW_DEVICE,
  occurredAt: session.createdAt,
  userId: session.userId,
  payload: { sessionId: session.id, ip: session.ip, userAgent: session.userAgent },
});

export const sessionsRevoked = (
  id: Id,
  userId: Id,
  occurredAt: Date,
  payload: { sessionIds: readonly Id[]; reason: RevocationReason },
): DomainEvent => ({ id, name: SESSIONS_REVOKED, occurredAt, userId, payload });

export const refreshTokenReused = (
  id: Id,
  session: Session,
  occurredAt: Date,
  from: Origin,
): DomainEvent => ({
  id,
  name: REFRESH_TOKEN_REUSED,
  occurredAt,
  userId: session.userId,
  payload: { sessionId: session.id, ip: from.ip, userAgent: from.userAgent },
});
