import type { Id } from '../../../../kernel/id.js';
import type { ExternalIdentity } from './external-identity.js';

/** An identity at a provider with which a person signs in. In another directory the same one may be somebody else's. */
export interface LinkedIdentity extends Pick<ExternalIdentity, 'provider' | 'issuer' | 'subject' | 'email'> {
  readonly id: Id;
  readonly directoryId: Id;
  readonly userId: Id;
  readonly createdAt: Date;
}
