import type { Id } from './id.js';

/** Authenticator assurance: one factor, or two (or one user-verified passkey). */
export type Assurance = 'aal1' | 'aal2';

/** Who is asking, established once per request from exactly one credential. */
export interface Principal {
  readonly credential: 'session' | 'access-token' | 'personal-access-token' | 'service-account';
  readonly userId: Id;
  readonly sessionId: Id | null;
  readonly tenantId: Id | null;
  /** When the person last proved who they are. */
  readonly authTime: Date;
  readonly acr: Assurance;
  /** RFC 8176 authentication method references. */
  readonly amr: readonly string[];
}
