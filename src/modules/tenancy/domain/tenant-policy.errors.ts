import { DomainError, type FieldError } from '../../../kernel/domain-error.js';

/** @param server what the server allows, in words */
export const policyLaxer = (path: string, server: string): FieldError => ({
  path,
  code: 'policy.laxer-than-server',
  message: `A tenant can only be stricter than the server, which says: ${server}.`,
});

export const policyRefused = (errors: readonly FieldError[]) =>
  new DomainError({
    kind: 'invalid',
    code: 'tenancy.policy-laxer-than-server',
    publicMessage:
      'A tenant can only be stricter than the server; `errors` names the fields and what the server says.',
    errors,
  });

/** @param fields what whoever asks does not satisfy themselves */
export const policyLocksYouOut = (fields: readonly string[]) =>
  new DomainError({
    kind: 'conflict',
    code: 'tenancy.policy-locks-you-out',
    publicMessage: `You would shut yourself out with ${fields.join(' and ')}: satisfy it first, then ask for it.`,
    extensions: { fields },
  });

/** @param methods those that the tenant allows */
export const signInMethodRefused = (methods: readonly string[]) =>
  new DomainError({
    kind: 'forbidden',
    code: 'tenancy.sign-in-method-refused',
    publicMessage: `This tenant does not accept the way you signed in. It accepts: ${methods.join(', ')}.`,
    extensions: { methods },
  });
