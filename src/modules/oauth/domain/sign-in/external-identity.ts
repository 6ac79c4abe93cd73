import { identityUnproven } from './sign-in.errors.js';

/** What a provider speaks. It stands among the proofs of a session, and tenants allow it by this name. */
export type ProviderKind = 'google' | 'microsoft' | 'github' | 'oidc';

/** Somebody as a provider knows them. Issuer and subject say who it is; nothing else does. */
export interface ExternalIdentity {
  /** Id of the provider, as in the address of the route. */
  readonly provider: string;
  readonly kind: ProviderKind;
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  /** The provider answers for it that the mailbox is this person's. */
  readonly emailVouched: boolean;
  readonly name: string | null;
}

/** What was read from a provider's answer, of whatever type it may be. */
export interface Claims {
  readonly issuer: string;
  readonly subject: unknown;
  readonly email?: unknown;
  readonly emailVouched: boolean;
  readonly name?: unknown;
}

/** OpenID Connect Core, section 2: at most 255 ASCII characters. */
const SUBJECT = /^[\x21-\x7e]{1,255}$/;
/** One plain address: nothing in which a second recipient could hide (CVE-2022-35924). */
const EMAIL = /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u;
const UNWRITABLE = /[\p{Cc}\p{Cs}]+/gu;
const LONGEST_NAME = 100;

/** @throws DomainError `oauth.identity-refused` where the answer names nobody */
export function externalIdentity(
  provider: Pick<ExternalIdentity, 'provider' | 'kind'>,
  { issuer, subject, email, emailVouched, name }: Claims,
): ExternalIdentity {
  if (typeof subject !== 'string' || !SUBJECT.test(subject)) throw identityUnproven();
  const address = typeof email === 'string' && email.length <= 254 && EMAIL.test(email) ? email : null;
  return {
    ...provider,
    issuer,
    subject,
    email: address,
    emailVouched: address !== null && emailVouched,
    name: nameOf(name),
  };
}

function nameOf(name: unknown): string | null {
  if (typeof name !== 'string') return null;
  return name.slice(0, LONGEST_NAME).replace(UNWRITABLE, ' ').trim() || null;
}
