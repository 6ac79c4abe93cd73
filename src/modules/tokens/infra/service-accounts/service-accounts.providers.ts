import type { Provider } from '@nestjs/common';
import { ChangeServiceAccount } from '../../application/service-accounts/change-service-account.js';
import { CreateServiceAccount } from '../../application/service-accounts/create-service-account.js';
import { CreateServiceAccountKey } from '../../application/service-accounts/create-service-account-key.js';
import { DeleteServiceAccountKey } from '../../application/service-accounts/delete-service-account-key.js';
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
  CreateServiceAccountKey,
  DeleteServiceAccountKey,
  ServiceAccountKeyStrategy,
  ServiceAccountQueries,
  { provide: LiveServiceAccounts, useClass: CachedServiceAccounts },
  { provide: ServiceAccountKeys, useClass: SqlServiceAccountKeys },
  { provide: ServiceAccounts, useClass: SqlServiceAccounts },
];
