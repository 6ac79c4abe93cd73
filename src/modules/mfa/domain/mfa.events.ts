import type { DomainEvent } from '../../../kernel/domain-event.js';
import type { Id } from '../../../kernel/id.js';

export type MfaEventName =
  | 'mfa.verified'
  | 'mfa.codes-guessed'
  | 'mfa.email-code-sent'
  | 'mfa.factor-added'
  | 'mfa.factor-renamed'
  | 'mfa.factor-removed'
  | 'mfa.passkey-copied'
  | 'mfa.backup-codes-made'
  | 'mfa.backup-code-used'
  | 'mfa.device-trusted'
  | 'mfa.device-distrusted'
  | 'mfa.recovery-requested'
  | 'mfa.recovery-started'
  | 'mfa.recovery-cancelled'
  | 'mfa.recovery-completed'
  | 'mfa.reset';

export const mfaEvent = (
  name: MfaEventName,
  id: Id,
  userId: Id,
  occurredAt: Date,
  payload: DomainEvent['payload'] = {},
): DomainEvent => ({ id, name, occurredAt, userId, payload });
