import { DomainError } from '../../../kernel/domain-error.js';

export const memberNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'tenancy.member-not-found',
    publicMessage: 'The active tenant has no such member.',
  });

/** @param userIds who of those named does not belong to the tenant */
export const notMembers = (userIds: readonly string[]) =>
  new DomainError({
    kind: 'not-found',
    code: 'tenancy.member-not-found',
    publicMessage: 'Not all of these people are members of the active tenant.',
    extensions: { userIds },
  });

export const lastOwner = () =>
  new DomainError({
    kind: 'conflict',
    code: 'tenancy.last-owner',
    publicMessage: 'A tenant always has an owner. Make somebody else an owner first.',
  });

export const externalIdTaken = () =>
  new DomainError({
    kind: 'conflict',
    code: 'tenancy.external-id-taken',
    publicMessage: 'Another member of this tenant has this externalId, or this user id.',
  });

/** Somebody deleted a role while it was being given. */
export const roleGone = () =>
  new DomainError({
    kind: 'conflict',
    code: 'tenancy.role-gone',
    publicMessage: 'One of the roles was deleted at this very moment. Read the roles again and retry.',
  });

export const groupNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'tenancy.group-not-found',
    publicMessage: 'There is no such group in the active tenant.',
  });

export const groupNameTaken = () =>
  new DomainError({
    kind: 'conflict',
    code: 'tenancy.group-name-taken',
    publicMessage: 'Another group of this tenant has this name.',
  });

export const ownerRoleRefused = () =>
  new DomainError({
    kind: 'invalid',
    code: 'tenancy.owner-role-refused',
    publicMessage: 'A tenant is owned by people, one by one: a group cannot have the role owner.',
  });
