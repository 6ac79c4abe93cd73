import { DomainError } from '../../../kernel/domain-error.js';

export const roleUnknown = (roles: readonly string[]) =>
  new DomainError({
    kind: 'invalid',
    code: 'authz.role-unknown',
    publicMessage: `There is no role ${roles.join(', ')} in this tenant. GET /api/v1/roles lists those that there are.`,
    errors: [{ path: 'roles', code: 'authz.role-unknown', message: `unknown: ${roles.join(', ')}` }],
  });

/** @param permissions what would be given and its giver has not */
export const beyondOwnPermissions = (permissions: readonly string[]) =>
  new DomainError({
    kind: 'forbidden',
    code: 'authz.beyond-own-permissions',
    publicMessage: `Nobody gives what they do not hold: you lack ${permissions.join(', ')}.`,
    extensions: { permissions },
  });

export const roleNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'authz.role-not-found',
    publicMessage:
      'There is no such role in the active tenant. GET /api/v1/roles lists those that there are.',
  });

export const roleVersionNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'authz.role-version-not-found',
    publicMessage:
      'This role never had that version. GET /api/v1/roles/{id}/versions lists those that it had.',
  });

export const roleNameTaken = (name: string) =>
  new DomainError({
    kind: 'conflict',
    code: 'authz.role-name-taken',
    publicMessage: `A role of this tenant is called ${name} already.`,
  });

export const roleInUse = () =>
  new DomainError({
    kind: 'conflict',
    code: 'authz.role-in-use',
    publicMessage:
      'Members, groups, invitations, service accounts or grants have this role. Take it from them first.',
  });

export const systemRole = () =>
  new DomainError({
    kind: 'conflict',
    code: 'authz.system-role',
    publicMessage:
      'owner, admin, member and viewer are the same in every tenant. Make a role of your own instead.',
  });

export const tooManyRoles = (most: number) =>
  new DomainError({
    kind: 'conflict',
    code: 'authz.too-many-roles',
    publicMessage: `A tenant has at most ${String(most)} roles of its own.`,
  });

export const permissionUnknown = (path: string, patterns: readonly string[]) =>
  new DomainError({
    kind: 'invalid',
    code: 'authz.permission-unknown',
    publicMessage: `There is no permission ${patterns.join(', ')}. GET /api/v1/permissions lists those that there are.`,
    errors: [
      {
        path: path,
        code: 'authz.permission-unknown',
        message: `There is no permission ${patterns.join(', ')}. GET /api/v1/permissions lists those that there are.`,
      },
    ],
  });

export const permissionReserved = (path: string) =>
  new DomainError({
    kind: 'invalid',
    code: 'authz.permission-reserved',
    publicMessage: 'platform:… is for operators of the installation: no tenant gives it.',
    errors: [
      {
        path: path,
        code: 'authz.permission-reserved',
        message: 'platform:… is for operators of the installation: no tenant gives it.',
      },
    ],
  });

export const permissionTaken = (name: string) =>
  new DomainError({
    kind: 'conflict',
    code: 'authz.permission-taken',
    publicMessage: `The permission ${name} exists already.`,
  });

export const permissionNotRegistered = () =>
  new DomainError({
    kind: 'not-found',
    code: 'authz.permission-not-registered',
    publicMessage: 'No such permission was registered. Those that modules declare cannot be removed.',
  });

/** @param why what is wrong, for the one who wrote it */
export const conditionRefused = (text: string, why: string) =>
  new DomainError({
    kind: 'invalid',
    code: 'authz.condition-refused',
    publicMessage: `The condition "${text.slice(0, 80)}" cannot be used: ${why}.`,
    errors: [
      {
        path: 'when',
        code: 'authz.condition-refused',
        message: `The condition "${text.slice(0, 80)}" cannot be used: ${why}.`,
      },
    ],
  });

export const grantNotFound = () =>
  new DomainError({
    kind: 'not-found',
    code: 'authz.grant-not-found',
    publicMessage: 'There is no such grant in the active tenant.',
  });

export const grantExists = () =>
  new DomainError({
    kind: 'conflict',
    code: 'authz.grant-exists',
    publicMessage:
      'Exactly this is granted already. Delete that grant first to change its condition or its end.',
  });

export const grantSubjectUnknown = () =>
  new DomainError({
    kind: 'invalid',
    code: 'authz.grant-subject-unknown',
    publicMessage: 'There is no such user, group or role in the active tenant.',
    errors: [
      {
        path: 'subject.id',
        code: 'authz.grant-subject-unknown',
        message: 'There is no such user, group or role in the active tenant.',
      },
    ],
  });

export const conditionsTooCostly = () =>
  new DomainError({
    kind: 'invalid',
    code: 'authz.conditions-too-costly',
    publicMessage:
      'The conditions of these roles and grants have too much to look at. Ask for less at once, send smaller properties and context, or simplify the conditions.',
  });

export const grantOfOtherResource = (type: string) =>
  new DomainError({
    kind: 'invalid',
    code: 'authz.grant-of-other-resource',
    publicMessage: `A grant on a ${type} gives permissions of the form ${type}:….`,
    errors: [
      {
        path: 'permission',
        code: 'authz.grant-of-other-resource',
        message: `A grant on a ${type} gives permissions of the form ${type}:….`,
      },
    ],
  });

export const grantEndsInThePast = () =>
  new DomainError({
    kind: 'invalid',
    code: 'authz.grant-ends-in-the-past',
    publicMessage: 'expiresAt must be in the future.',
    errors: [
      {
        path: 'expiresAt',
        code: 'authz.grant-ends-in-the-past',
        message: 'expiresAt must be in the future.',
      },
    ],
  });

export const tooManyGrants = (most: number) =>
  new DomainError({
    kind: 'conflict',
    code: 'authz.too-many-grants',
    publicMessage: `Nobody has more than ${String(most)} grants of their own: a role says the same in one line.`,
  });

export const mayNotAskAboutOthers = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'authz.permission-denied',
    publicMessage:
      'Asking what others may do needs the permission authz:check-others. Leave subject out to ask about yourself.',
    extensions: { permissions: ['authz:check-others'] },
  });

export const platformRoleUnknown = (role: string) =>
  new DomainError({
    kind: 'invalid',
    code: 'authz.platform-role-unknown',
    publicMessage: `There is no role ${role} for operators: platform-operator and platform-auditor there are.`,
  });

export const notAnOperator = () =>
  new DomainError({
    kind: 'not-found',
    code: 'authz.not-an-operator',
    publicMessage: 'This person does not operate the installation.',
  });
