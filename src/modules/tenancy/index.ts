/** All that other modules may know of tenancy. */
export { TenancyModule } from './tenancy.module.js';
export { ChooseTenant } from './application/choose-tenant.js';
export { CreateTenant } from './application/create-tenant.js';
