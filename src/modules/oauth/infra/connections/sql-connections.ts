import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { Database } from '../../../../platform/database/database.js';
import type { StoredConnection } from '../../domain/connections/connection.js';
import type {
  CheckedConnection,
  ClaimedConnection,
  ConnectionPlace,
  Connections,
  FailedRefresh,
  Lease,
  NewTokens,
} from '../../domain/connections/connections.js';
import type { ProviderAccount } from '../../domain/providers/provider.js';
import { CONNECTION_COLUMNS } from './connection-columns.js';

/** The provider asked for a pause, or does not know our application: more requests would only make it worse. */
const IS_HELD_OFF = `(reason IS NOT DISTINCT FROM 'rate_limited' OR state = 'error')
  AND next_refresh_at IS NOT NULL AND next_refresh_at > now()`;

const COLUMNS = `${CONNECTION_COLUMNS}, c.sealed, c.failures,
  CASE WHEN ${IS_HELD_OFF} THEN c.next_refresh_at END AS "heldOffUntil"`;

const until = (ms: string): string => `now() + ${ms} * interval '1 millisecond'`;

const CLAIMED = `c.lease_id AS "leaseId", before.lease_id IS NOT NULL AS interrupted`;

/** Steps that race are one statement each; row-level security keeps them in the tenant. */
@Injectable()
export class SqlConnections implements Connections {
  constructor(private readonly database: Database) {}

  async find(id: Id): Promise<StoredConnection | null> {
    // Without tokens it is not there yet.
    return this.one(`SELECT ${COLUMNS} FROM connections c WHERE c.id = $1 AND c.sealed IS NOT NULL`, [id]);
  }

  async claim(id: Id, version: number, lease: Lease): Promise<ClaimedConnection | null> {
    return this.one<ClaimedConnection>(
      `WITH before AS (
         SELECT tenant_id, id, lease_id FROM connections
         WHERE id = $1 AND version = $2 AND sealed IS NOT NULL AND (leased_until IS NULL OR leased_until <= now())
           AND NOT (${IS_HELD_OFF})
         FOR UPDATE)
       UPDATE connections c SET lease_id = $3, leased_until = ${until('$4')} FROM before
       WHERE c.tenant_id = before.tenant_id AND c.id = before.id RETURNING ${COLUMNS}, ${CLAIMED}`,
      [id, version, lease.id, lease.forMs],
    );
  }

  async claimDue({ forMs }: Omit<Lease, 'id'>, limit: number): Promise<ClaimedConnection[]> {
    return this.database.query<ClaimedConnection>(
      `WITH before AS (
         SELECT tenant_id, id, lease_id FROM connections
         WHERE tenant_id = $1 AND state IN ('active', 'error') AND next_refresh_at <= now()
           AND (leased_until IS NULL OR leased_until <= now())
         ORDER BY next_refresh_at LIMIT $3 FOR UPDATE SKIP LOCKED)
       UPDATE connections c SET lease_id = gen_random_uuid(), leased_until = ${until('$2')} FROM before
       WHERE c.tenant_id = before.tenant_id AND c.id = before.id RETURNING ${COLUMNS}, ${CLAIMED}`,
      [this.database.tenantId, forMs, limit],
    );
  }

  async settle({ id, leaseId, version }: ClaimedConnection, tokens: NewTokens, now: Date): Promise<boolean> {
    const { sealed, refreshable, accessExpiresAt, refreshExpiresAt, nextRefreshAt, scopes } = tokens;
    const settled = await this.database.execute(
      `UPDATE connections SET sealed = $4, refreshable = $5, access_expires_at = $6, refresh_expires_at = $7,
         next_refresh_at = $8, scopes = $9, state = 'active', reason = NULL, failures = 0, last_refreshed_at = $10,
         updated_at = $10, version = version + 1, lease_id = NULL, leased_until = NULL
       WHERE id = $1 AND lease_id = $2 AND version = $3`,
      [
        id,
        leaseId,
        version,
        sealed,
        refreshable,
        accessExpiresAt,
        refreshExpiresAt,
        nextRefreshAt,
        scopes,
        now,
      ],
    );
    return settled === 1;
  }

  async giveUp(
    { id, leaseId, version }: ClaimedConnection,
    failed: FailedRefresh,
    now: Date,
  ): Promise<boolean> {
    const { state, reason, failures, nextRefreshAt } = failed;
    const noted = await this.database.execute(
      `UPDATE connections SET state = $4, reason = $5, failures = $6, next_refresh_at = $7, updated_at = $8,
         version = version + 1, lease_id = NULL, leased_until = NULL
       WHERE id = $1 AND lease_id = $2 AND version = $3`,
      [id, leaseId, version, state, reason, failures, nextRefreshAt, now],
    );
    return noted === 1;
  }

  async take(place: ConnectionPlace, id: Id, now: Date) {
    const { tenantId, provider, account, ownerId, shared } = place;
    const own = shared ? '(tenant_id, provider, account_id) WHERE shared' : OWN_PLACE;
    // The update changes nothing: it locks the row that is there already, and says which it is.
    const [taken] = await this.database.query<{ id: Id }>(
      `INSERT INTO connections (tenant_id, id, provider, owner_id, shared, account_id, scopes, requested_scopes, state,
         refreshable, next_check_at, version, created_by, updated_by, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, '{}', '{}', 'active', false, $7, 1, $4, $4, $7, $7)
       ON CONFLICT ${own} DO UPDATE SET updated_at = connections.updated_at RETURNING id`,
      [tenantId, id, provider, ownerId, shared, account.id, now],
    );
    const existing = taken!.id === id ? null : await this.find(taken!.id);
    return { id: taken!.id, existing };
  }

  async replace(
    id: Id,
    by: Id,
    tokens: NewTokens & { account: ProviderAccount; requestedScopes: readonly string[] },
    now: Date,
  ): Promise<StoredConnection> {
    const { sealed, refreshable, accessExpiresAt, refreshExpiresAt, nextRefreshAt, scopes } = tokens;
    const { account, requestedScopes } = tokens;
    const stored = await this.one(
      `UPDATE connections c SET sealed = $2, refreshable = $3, access_expires_at = $4, refresh_expires_at = $5,
         next_refresh_at = $6, scopes = $7, requested_scopes = $8, account_name = $9, account_email = $10,
         state = 'active', reason = NULL, failures = 0, last_checked_at = $11, updated_at = $11, updated_by = $12,
         last_refreshed_at = CASE WHEN c.sealed IS NOT NULL THEN $11::timestamptz END,
         version = version + 1, lease_id = NULL, leased_until = NULL
       WHERE c.id = $1 RETURNING ${COLUMNS}`,
      [
        ...[
          id,
          sealed,
          refreshable,
          accessExpiresAt,
          refreshExpiresAt,
          nextRefreshAt,
          scopes,
          requestedScopes,
        ],
        ...[account.name, account.email, now, by],
      ],
    );
    return stored!;
  }

  async noteCheck({ id, version }: StoredConnection, found: CheckedConnection): Promise<boolean> {
    const { state, reason, account, at } = found;
    const noted = await this.database.execute(
      `UPDATE connections SET state = $3, reason = $4, account_name = coalesce($5, account_name),
         account_email = coalesce($6, account_email), last_checked_at = $7, updated_at = $7
       WHERE id = $1 AND version = $2`,
      [id, version, state, reason, account?.name ?? null, account?.email ?? null, at],
    );
    return noted === 1;
  }

  async takeDueChecks(now: Date, next: Date, limit: number): Promise<StoredConnection[]> {
    return this.database.query<StoredConnection>(
      `WITH due AS (
         SELECT tenant_id, id FROM connections WHERE tenant_id = $1 AND state = 'active' AND next_check_at <= $2
         ORDER BY next_check_at LIMIT $4 FOR UPDATE SKIP LOCKED)
       UPDATE connections c SET next_check_at = $3 FROM due
       WHERE c.tenant_id = due.tenant_id AND c.id = due.id AND c.sealed IS NOT NULL RETURNING ${COLUMNS}`,
      [this.database.tenantId, now, next, limit],
    );
  }

  async delete(id: Id): Promise<boolean> {
    return (await this.database.execute(`DELETE FROM connections WHERE id = $1`, [id])) === 1;
  }

  async ownedBy(ownerId: Id): Promise<StoredConnection[]> {
    return this.database.query<StoredConnection>(
      `SELECT ${COLUMNS} FROM connections c WHERE c.owner_id = $1 AND NOT c.shared AND c.sealed IS NOT NULL`,
      [ownerId],
    );
  }

  async after(last: Id | null, limit: number): Promise<StoredConnection[]> {
    return this.database.query<StoredConnection>(
      `SELECT ${COLUMNS} FROM connections c
       WHERE c.tenant_id = $1 AND ($2::uuid IS NULL OR c.id > $2) AND c.sealed IS NOT NULL ORDER BY c.id LIMIT $3`,
      [this.database.tenantId, last, limit],
    );
  }

  private async one<Row extends object = StoredConnection>(
    sql: string,
    params: readonly unknown[],
  ): Promise<Row | null> {
    return (await this.database.query<Row>(sql, params))[0] ?? null;
  }
}

const OWN_PLACE = '(tenant_id, provider, account_id, owner_id) WHERE NOT shared';
