import { DomainError } from '../../../kernel/domain-error.js';

export const alreadyMember = () =>
  new DomainError({
    kind: 'conflict',
    code: 'tenancy.already-member',
    publicMessage: 'Somebody with this address belongs to the tenant already.',
  });

export const invitationNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'tenancy.invitation-not-found',
    publicMessage: 'There is no such invitation in the active tenant.',
  });

export const invitationOver = () =>
  new DomainError({
    kind: 'gone',
    code: 'tenancy.invitation-expired',
    publicMessage: 'This invitation has expired, was withdrawn or was already used. Ask for a new one.',
  });

export const invitationForAnotherAddress = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'tenancy.invitation-for-another-address',
    publicMessage:
      'This invitation is not for the confirmed address of your account. Sign in with the other one.',
  });

/** @param domains those that the tenant's policy allows; left out for who may not know them */
export const emailDomainRefused = (domains?: readonly string[]) =>
  new DomainError({
    kind: 'forbidden',
    code: 'tenancy.email-domain-refused',
    publicMessage: domains
      ? `The policy of this tenant allows addresses of ${domains.join(', ') || 'no domain'} only.`
      : 'The policy of this tenant does not allow your address.',
    ...(domains && { extensions: { domains } }),
  });
