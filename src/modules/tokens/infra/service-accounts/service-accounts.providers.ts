import type { Provider } from '@nestjs/common';
import { ChangeServiceAccount } from '../../application/service-accounts/change-service-account.js';
import { CreateServiceAccount } from '../../application/service-accounts/create-service-account.js';
import { ManageServiceAccountKeys } from '../../application/service-accounts/manage-service-account-keys.js';
import { LiveServiceAccounts } from '../../domain/service-accounts/live-service-accounts.js';
import { ServiceAccountKeys, ServiceAccounts } from '../../domain/service-accounts/service-accounts.js';
import { CachedServiceAccounts } from './cached-service-accounts.js';
import { ServiceAccountKeyStrategy } from './service-account-key.strategy.js';
import { ServiceAccountQueries } from './service-accounts.queries.js';
import { SqlServiceAccountKeys } from './sql-service-account-keys.js';
import { SqlServiceAccounts } from './sql-service-accounts.js';

export const serviceAccountProviders: Provider[] = [
  ChangeServiceAccount,
  CreateServiceAccount,
  ManageServiceAccountKeys,
  ServiceAccountKeyStrategy,
  ServiceAccountQueries,
  { provide: LiveServiceAccounts, useClass: CachedServiceAccounts },
  { provide: ServiceAccountKeys, useClass: SqlServiceAccountKeys },
  { provide: ServiceAccounts, useClass: SqlServiceAccounts },
];
