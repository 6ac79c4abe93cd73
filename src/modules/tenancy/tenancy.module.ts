import { Module } from '@nestjs/common';
import { AuthorizationModule } from '../authorization/index.js';
import { IdentityModule } from '../identity/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { ChooseTenant } from './application/choose-tenant.js';
import { CreateTenant } from './application/create-tenant.js';
import { FindImportTarget } from './application/find-import-target.js';
import { ImportMembers } from './application/import-members.js';
import { ImportedMembers } from './domain/imported-members.js';
import { TenantRepository } from './domain/tenant.repository.js';
import { SqlImportedMembers } from './infra/sql-imported-members.js';
import { SqlTenantRepository } from './infra/sql-tenant.repository.js';
import { invitationDoor, teamControllers, teamProviders } from './infra/tenancy.providers.js';
import { TenantsController } from './infra/tenants.controller.js';
import { TenantQueries } from './infra/tenants.queries.js';

@Module({
  imports: [AuthorizationModule, IdentityModule, NotificationsModule],
  controllers: [TenantsController, ...teamControllers],
  providers: [
    ChooseTenant,
    CreateTenant,
    FindImportTarget,
    ImportMembers,
    TenantQueries,
    ...teamProviders,
    { provide: ImportedMembers, useClass: SqlImportedMembers },
    { provide: TenantRepository, useClass: SqlTenantRepository },
  ],
  exports: [ChooseTenant, CreateTenant, FindImportTarget, ImportMembers, ...invitationDoor],
})
export class TenancyModule {}
