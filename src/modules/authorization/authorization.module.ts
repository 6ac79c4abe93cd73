import { Module } from '@nestjs/common';
import { PermissionChecks } from '../../platform/http/permission-checks.js';
import { GiveRoles } from './application/give-roles.js';
import { PermissionCatalogue } from './application/permission-catalogue.js';
import { HeldPermissions } from './domain/held-permissions.js';
import { RoleAssignments } from './domain/role-assignments.js';
import { CachedHeldPermissions } from './infra/cached-held-permissions.js';
import { SqlRoleAssignments } from './infra/sql-role-assignments.js';
import { TenantPermissionChecks } from './infra/tenant-permission-checks.js';

@Module({
  providers: [
    GiveRoles,
    PermissionCatalogue,
    { provide: HeldPermissions, useClass: CachedHeldPermissions },
    { provide: PermissionChecks, useClass: TenantPermissionChecks },
    { provide: RoleAssignments, useClass: SqlRoleAssignments },
  ],
  exports: [GiveRoles, HeldPermissions, PermissionCatalogue],
})
export class AuthorizationModule {}
