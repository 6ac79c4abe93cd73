import { Identity0001 } from './0001-identity.js';
import { Sessions0002 } from './0002-sessions.js';
import { Outbox0003 } from './0003-outbox.js';
import { Jobs0004 } from './0004-jobs.js';
import { Idempotency0005 } from './0005-idempotency.js';
import { Tokens0006 } from './0006-tokens.js';
import { Tenancy0007 } from './0007-tenancy.js';
import { Mfa0011 } from './0011-mfa.js';

/** Every migration, in the order in which they run. */
export const migrations = [
  Identity0001,
  Sessions0002,
  Outbox0003,
  Jobs0004,
  Idempotency0005,
  Tokens0006,
  Tenancy0007,
  Mfa0011,
];

/** Tables that the service may add to and read, but neither change nor delete from. */
export const appendOnlyTables: readonly string[] = [];
