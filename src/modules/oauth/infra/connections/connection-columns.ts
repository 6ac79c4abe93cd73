/** A row of `connections c` as a `Connection`; the sealed tokens are not among it. */
export const CONNECTION_COLUMNS = `c.tenant_id AS "tenantId", c.id, c.provider, c.owner_id AS "ownerId", c.shared,
  json_build_object('id', c.account_id, 'name', c.account_name, 'email', c.account_email) AS account,
  c.scopes, c.requested_scopes AS "requestedScopes", c.state, c.reason, c.access_expires_at AS "accessExpiresAt",
  c.refresh_expires_at AS "refreshExpiresAt", c.refreshable, c.last_refreshed_at AS "lastRefreshedAt",
  c.last_checked_at AS "lastCheckedAt", c.created_at AS "createdAt", c.version`;
