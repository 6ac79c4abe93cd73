import { Module } from '@nestjs/common';
import { PermissionChecks } from '../../platform/http/permission-checks.js';
import { IdentityModule } from '../identity/index.js';
import { AcceptGrant } from './application/accept-grant.js';
import { AcceptRole } from './application/accept-role.js';
import { AppointOperator } from './application/appoint-operator.js';
import { AuthorizationEvents } from './application/authorization-events.js';
import { ChangeRole } from './application/change-role.js';
import { CheckFor } from './application/check-for.js';
import { CompileProfile } from './application/compile-profile.js';
import { CreateRole } from './application/create-role.js';
import { Decide } from './application/decide.js';
import { ForgetResource } from './application/forget-resource.js';
import { GiveGrant } from './application/give-grant.js';
import { GiveRoles } from './application/give-roles.js';
import { HeldBy } from './application/held-by.js';
import { PermissionCatalogue } from './application/permission-catalogue.js';
import { PreviewRole } from './application/preview-role.js';
import { PurgeGrants } from './application/purge-grants.js';
import { RegisterPermission } from './application/register-permission.js';
import { ShowMatrix } from './application/show-matrix.js';
import { AuthorizationPermissions } from './infra/authorization-permissions.js';
import { authorizationPorts } from './infra/authorization.ports.js';
import { authzenControllers, authzenProviders } from './infra/authzen/authzen.providers.js';
import { DecisionsController } from './infra/decisions.controller.js';
import { FirstOperatorHint } from './infra/first-operator.hint.js';
import { GrantsController } from './infra/grants.controller.js';
import { GrantQueries } from './infra/grants.queries.js';
import { PermissionsController } from './infra/permissions.controller.js';
import { PermissionQueries } from './infra/permissions.queries.js';
import { PurgeGrantsJob } from './infra/purge-grants.job.js';
import { RoleVersionsController } from './infra/role-versions.controller.js';
import { RolesController } from './infra/roles.controller.js';
import { RoleQueries } from './infra/roles.queries.js';
import { TenantPermissionChecks } from './infra/tenant-permission-checks.js';

const useCases = [
  AcceptGrant,
  AcceptRole,
  AppointOperator,
  AuthorizationEvents,
  ChangeRole,
  CheckFor,
  CompileProfile,
  CreateRole,
  Decide,
  ForgetResource,
  GiveGrant,
  GiveRoles,
  HeldBy,
  PermissionCatalogue,
  PreviewRole,
  PurgeGrants,
  RegisterPermission,
  ShowMatrix,
];

@Module({
  imports: [IdentityModule],
  controllers: [
    ...authzenControllers,
    DecisionsController,
    GrantsController,
    PermissionsController,
    RolesController,
    RoleVersionsController,
  ],
  providers: [
    ...useCases,
    ...authorizationPorts,
    ...authzenProviders,
    AuthorizationPermissions,
    FirstOperatorHint,
    GrantQueries,
    PermissionQueries,
    PurgeGrantsJob,
    RoleQueries,
    { provide: PermissionChecks, useClass: TenantPermissionChecks },
  ],
  exports: [AppointOperator, Decide, ForgetResource, GiveGrant, GiveRoles, PermissionCatalogue],
})
export class AuthorizationModule {}
