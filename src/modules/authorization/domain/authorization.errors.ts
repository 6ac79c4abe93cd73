import { DomainError } from '../../../kernel/domain-error.js';

export const roleUnknown = (roles: readonly string[]) =>
  new DomainError({
    kind: 'invalid',
    code: 'authz.role-unknown',
    publicMessage: `There is no role ${roles.join(', ')} in this tenant.`,
    errors: [{ path: 'roles', code: 'authz.role-unknown', message: `unknown: ${roles.join(', ')}` }],
  });

/** @param permissions what the role has and its giver has not */
export const beyondOwnPermissions = (permissions: readonly string[]) =>
  new DomainError({
    kind: 'forbidden',
    code: 'authz.beyond-own-permissions',
    publicMessage: `Nobody gives what they do not hold: you lack ${permissions.join(', ')}.`,
    extensions: { permissions },
  });
