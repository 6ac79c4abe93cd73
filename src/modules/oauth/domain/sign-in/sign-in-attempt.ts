import type { Id } from '../../../../kernel/id.js';

/** Where an invitation stands; the secret that named it is not kept. */
export interface InvitationPointer {
  readonly tenantId: Id;
  readonly invitationId: Id;
}

/** What somebody wanted when they were sent to a provider. Stored as it is, so it holds no secret. */
export interface SignInAttempt {
  readonly provider: string;
  /** Allowed when the attempt began. */
  readonly redirect: string;
  /** Digest of what the browser that began it keeps in a cookie. */
  readonly browser: string;
  readonly tenantSlug?: string;
  readonly invitation?: InvitationPointer;
  readonly rememberMe: boolean;
  /** Somebody who is signed in and wants to sign in this way too. */
  readonly linkTo?: Id;
}
