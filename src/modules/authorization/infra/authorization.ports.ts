import type { Provider } from '@nestjs/common';
import { AccessProfiles } from '../domain/access-profiles.js';
import { Conditions } from '../domain/conditions.js';
import { Grants } from '../domain/grants.js';
import { Operators } from '../domain/operators.js';
import { ProfileSource } from '../domain/profile-source.js';
import { RegisteredPermissions } from '../domain/registered-permissions.js';
import { RoleHolders } from '../domain/role-holders.js';
import { Roles } from '../domain/roles.js';
import { CachedAccessProfiles } from './cached-access-profiles.js';
import { CelConditions } from './cel-conditions.js';
import { SqlGrants } from './sql-grants.js';
import { SqlOperators } from './sql-operators.js';
import { SqlProfileSource } from './sql-profile-source.js';
import { SqlRegisteredPermissions } from './sql-registered-permissions.js';
import { SqlRoleHolders } from './sql-role-holders.js';
import { SqlRoles } from './sql-roles.js';

/** What the module needs of the outside, and what provides it. */
export const authorizationPorts: Provider[] = [
  { provide: AccessProfiles, useClass: CachedAccessProfiles },
  { provide: Conditions, useClass: CelConditions },
  { provide: Grants, useClass: SqlGrants },
  { provide: Operators, useClass: SqlOperators },
  { provide: ProfileSource, useClass: SqlProfileSource },
  { provide: RegisteredPermissions, useClass: SqlRegisteredPermissions },
  { provide: RoleHolders, useClass: SqlRoleHolders },
  { provide: Roles, useClass: SqlRoles },
];
