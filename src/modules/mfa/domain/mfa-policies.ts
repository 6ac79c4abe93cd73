import type { Id } from '../../../kernel/id.js';
import type { MfaPolicy } from './mfa-policy.js';

/** What is demanded of a person who works in a tenant: by the server, by the tenant, by their roles in it. */
export abstract class MfaPolicies {
  abstract of(userId: Id, tenantId: Id | null): Promise<MfaPolicy>;
}

/** What the operator has decided beside the policy. */
export abstract class MfaSettings {
  /** Shown in authenticator apps. */
  abstract readonly issuer: string;
  /** Between asking for recovery and the removal of every factor. */
  abstract readonly recoveryHours: number;
}
