import { Module } from '@nestjs/common';
import { ChooseTenant } from './application/choose-tenant.js';
import { CreateTenant } from './application/create-tenant.js';
import { TenantRepository } from './domain/tenant.repository.js';
import { SqlTenantRepository } from './infra/sql-tenant.repository.js';
import { TenantsController } from './infra/tenants.controller.js';
import { TenantQueries } from './infra/tenants.queries.js';

@Module({
  controllers: [TenantsController],
  providers: [
    ChooseTenant,
    CreateTenant,
    TenantQueries,
    { provide: TenantRepository, useClass: SqlTenantRepository },
  ],
  exports: [ChooseTenant, CreateTenant],
})
export class TenancyModule {}
