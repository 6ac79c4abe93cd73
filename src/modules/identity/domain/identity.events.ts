import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { Id } from '../../../kernel/id.js';

export type IdentityEventName =
  | 'user.registered'
  | 'user.imported'
  | 'user.verified'
  | 'user.password-changed'
  | 'user.password-reset'
  | 'user.email-changed'
  | 'user.profile-changed'
  | 'user.locked'
  | 'user.disabled'
  | 'user.enabled';

export const identityEvent = (
  name: IdentityEventName,
  id: Id,
  userId: Id,
  occurredAt: Date,
  payload: DomainEvent['payload'] = {},
): DomainEvent => ({ id, name, occurredAt, userId, payload });

/** Links that anybody may ask for, and the event that says so. */
export const LINK_REQUESTED = {
  'reset-password': 'user.password-reset-requested',
  'verify-email': 'user.verification-requested',
} as const;

export type RequestableLink = keyof typeof LINK_REQUESTED;

/** Says nothing about whether anybody has this address. */
export interface LinkRequest {
  readonly email: string;
  /** Slug of the tenant at whose door they stand. */
  readonly tenant?: string;
}

export const linkRequested = (
  link: RequestableLink,
  id: Id,
  occurredAt: Date,
  request: LinkRequest,
): DomainEvent => ({ id, name: LINK_REQUESTED[link], occurredAt, payload: { ...request } });
