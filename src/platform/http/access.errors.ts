import { DomainError } from '../../kernel/domain-error.js';

export const authenticationRequired = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'auth.required',
    publicMessage: 'Sign in first: this needs a session cookie or a bearer token.',
  });

export const credentialInvalid = () =>
  new DomainError({
    kind: 'unauthenticated',
    code: 'auth.invalid-credential',
    publicMessage: 'The session or token is unknown, expired or revoked. Sign in again.',
  });

/** @param methods what this person can prove themselves with at POST /auth/step-up */
export const stepUpRequired = (methods: readonly string[]) =>
  new DomainError({
    kind: 'forbidden',
    code: 'auth.step-up-required',
    publicMessage: 'Confirm that it is you: POST /api/v1/auth/step-up, then repeat the request.',
    extensions: { methods },
  });

const CHOOSE_TENANT =
  'Choose one with POST /api/v1/sessions/current/tenant, or create one with POST /api/v1/tenants.';

/** @param permissions any one of them would have done @param hasTenant whether a tenant is active at all */
export const permissionDenied = (permissions: readonly string[], hasTenant: boolean) =>
  new DomainError({
    kind: 'forbidden',
    code: 'authz.permission-denied',
    publicMessage: hasTenant
      ? `This needs the permission ${permissions.join(' or ')} in the active tenant. Ask its owner or an admin for a role that has it.`
      : `This needs the permission ${permissions.join(' or ')}, and no tenant is active. ${CHOOSE_TENANT}`,
    extensions: { permissions },
  });

export const outOfScope = (permissions: readonly string[]) =>
  new DomainError({
    kind: 'forbidden',
    code: 'authz.permission-denied',
    publicMessage: `This token was made without the scope ${permissions.join(' or ')}. Make one that has it.`,
    extensions: { permissions },
  });

export const personRequired = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'authz.permission-denied',
    publicMessage: 'This is for somebody who is signed in: a token made for a program cannot do it.',
  });

export const noActiveTenant = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'tenancy.no-active-tenant',
    publicMessage: `No tenant is active. ${CHOOSE_TENANT}`,
  });

export const csrfRefused = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'csrf.refused',
    publicMessage: 'The request comes from a page that is not allowed to act for you.',
  });
