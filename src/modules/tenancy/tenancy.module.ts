import { Module } from '@nestjs/common';
import { AuthorizationModule } from '../authorization/index.js';
import { IdentityModule } from '../identity/index.js';
import { SessionsModule } from '../sessions/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { BeforeErasure } from './application/before-erasure.js';
import { ChooseTenant } from './application/choose-tenant.js';
import { CreateTenant } from './application/create-tenant.js';
import { FindImportTarget } from './application/find-import-target.js';
import { ImportMembers } from './application/import-members.js';
import { ReadTenantPolicy } from './application/read-tenant-policy.js';
import { ImportedMembers } from './domain/imported-members.js';
import { TenantRepository } from './domain/tenant.repository.js';
import { SqlImportedMembers } from './infra/sql-imported-members.js';
import { SqlTenantRepository } from './infra/sql-tenant.repository.js';
import { TenantPolicyController } from './infra/tenant-policy.controller.js';
import { tenantPolicyProviders } from './infra/tenant-policy.providers.js';
import { invitationDoor, teamControllers, teamProviders } from './infra/tenancy.providers.js';
import { TenantsController } from './infra/tenants.controller.js';
import { TenantQueries } from './infra/tenants.queries.js';

@Module({
  imports: [AuthorizationModule, IdentityModule, NotificationsModule, SessionsModule],
  controllers: [TenantPolicyController, TenantsController, ...teamControllers],
  providers: [
    BeforeErasure,
    ChooseTenant,
    CreateTenant,
    FindImportTarget,
    ImportMembers,
    TenantQueries,
    ...teamProviders,
    ...tenantPolicyProviders,
    { provide: ImportedMembers, useClass: SqlImportedMembers },
    { provide: TenantRepository, useClass: SqlTenantRepository },
  ],
  exports: [
    BeforeErasure,
    ChooseTenant,
    CreateTenant,
    FindImportTarget,
    ImportMembers,
    ReadTenantPolicy,
    ...invitationDoor,
  ],
})
export class TenancyModule {}
