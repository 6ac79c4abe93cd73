import { Identity0001 } from './0001-identity.js';
import { Sessions0002 } from './0002-sessions.js';
import { Outbox0003 } from './0003-outbox.js';
import { Jobs0004 } from './0004-jobs.js';
import { Idempotency0005 } from './0005-idempotency.js';
import { Tokens0006 } from './0006-tokens.js';
import { Tenancy0007 } from './0007-tenancy.js';
import { SigningKeyRotation0008 } from './0008-signing-key-rotation.js';
import { PersonalAccessTokens0009 } from './0009-personal-access-tokens.js';
import { ServiceAccounts0010 } from './0010-service-accounts.js';
import { Mfa0011 } from './0011-mfa.js';
import { TenantsAndTeams0012 } from './0012-tenants-and-teams.js';
import { Authorization0013 } from './0013-authorization.js';
import { IsolatedDirectories0014 } from './0014-isolated-directories.js';
import { Conversations0016 } from './0016-conversations.js';
import { Documents0017 } from './0017-documents.js';
import { DataKeys0018 } from './0018-data-keys.js';
import { LinkedIdentities0019 } from './0019-linked-identities.js';
import { Connections0020 } from './0020-connections.js';
import { ConnectionsInError0021 } from './0021-connections-in-error.js';

/** Every migration, in the order in which they run. */
export const migrations = [
  Identity0001,
  Sessions0002,
  Outbox0003,
  Jobs0004,
  Idempotency0005,
  Tokens0006,
  Tenancy0007,
  SigningKeyRotation0008,
  PersonalAccessTokens0009,
  ServiceAccounts0010,
  Mfa0011,
  TenantsAndTeams0012,
  Authorization0013,
  IsolatedDirectories0014,
  Conversations0016,
  Documents0017,
  DataKeys0018,
  LinkedIdentities0019,
  Connections0020,
  ConnectionsInError0021,
];

/** Tables that the service may add to and read, but neither change nor delete from. */
export const appendOnlyTables: readonly string[] = [];
