import type { Provider } from '@nestjs/common';
import { ReadTenantPolicy } from '../application/read-tenant-policy.js';
import { SetTenantPolicy } from '../application/set-tenant-policy.js';
import { TellOfPolicy } from '../application/tell-of-policy.js';
import { TenantEntrances } from '../domain/tenant-entrances.js';
import { ServerPolicies, TenantPolicies } from '../domain/tenant-policies.js';
import { ConfiguredServerPolicies } from './configured-server-policies.js';
import { SqlTenantEntrances } from './sql-tenant-entrances.js';
import { SqlTenantPolicies } from './sql-tenant-policies.js';

export const tenantPolicyProviders: Provider[] = [
  ReadTenantPolicy,
  SetTenantPolicy,
  TellOfPolicy,
  { provide: ServerPolicies, useClass: ConfiguredServerPolicies },
  { provide: TenantEntrances, useClass: SqlTenantEntrances },
  { provide: TenantPolicies, useClass: SqlTenantPolicies },
];
