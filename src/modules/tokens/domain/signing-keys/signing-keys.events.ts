import type { DomainEvent } from '../../../../kernel/domain-event.js';
import type { Id } from '../../../../kernel/id.js';
import type { SigningKey, SigningKeyState } from './signing-key.js';

/** The cache tag that dies with every change of any key. */
export const SIGNING_KEYS_TAG = 'signing-keys';

const BECAME: Readonly<Record<SigningKeyState, string>> = {
  published: 'signing-key.published',
  current: 'signing-key.activated',
  retiring: 'signing-key.superseded',
  retired: 'signing-key.retired',
  withdrawn: 'signing-key.withdrawn',
};

export const signingKeyChanged = (
  id: Id,
  { id: keyId, algorithm, state, wantedAt }: SigningKey,
  occurredAt: Date,
): DomainEvent => ({
  id,
  name: state === 'published' && wantedAt ? 'signing-key.rotation-requested' : BECAME[state],
  occurredAt,
  payload: { keyId, algorithm },
});
