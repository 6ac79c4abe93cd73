import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTenantTable } from './support/tenant-table.js';

/**
 * Accounts at providers that people let us use, and what happened with them. The tokens are sealed: the table alone
 * opens nothing.
 */
export class Connections0020 implements MigrationInterface {
  name = 'Connections1795000000020';

  async up(runner: QueryRunner): Promise<void> {
    await createTenantTable(runner, 'connections', [
      `provider text NOT NULL CONSTRAINT connections_provider_form CHECK (provider ~ '^[a-z][a-z0-9-]{0,39}$')`,
      'owner_id uuid NOT NULL CONSTRAINT connections_owner_fk REFERENCES users (id) ON DELETE CASCADE',
      'shared boolean NOT NULL',
      `account_id text NOT NULL CONSTRAINT connections_account_id_length CHECK (length(account_id) BETWEEN 1 AND 300)`,
      'account_name text CONSTRAINT connections_account_name_length CHECK (length(account_name) <= 300)',
      'account_email text CONSTRAINT connections_account_email_length CHECK (length(account_email) <= 320)',
      'scopes text[] NOT NULL',
      'requested_scopes text[] NOT NULL',
      `state text NOT NULL CONSTRAINT connections_state_known
        CHECK (state IN ('active', 'needs_reauth', 'revoked', 'error'))`,
      `reason text CONSTRAINT connections_reason_given CHECK (state = 'active' OR reason IS NOT NULL)`,
      // Null only inside the transaction that makes the row.
      'sealed bytea',
      'refreshable boolean NOT NULL',
      'access_expires_at timestamptz',
      'refresh_expires_at timestamptz',
      'next_refresh_at timestamptz',
      'last_refreshed_at timestamptz',
      'last_checked_at timestamptz',
      'next_check_at timestamptz NOT NULL',
      'failures integer NOT NULL DEFAULT 0 CONSTRAINT connections_failures_natural CHECK (failures >= 0)',
      'version integer NOT NULL CONSTRAINT connections_version_positive CHECK (version > 0)',
      // Who refreshes at the moment. A lease that ran out means that a refresh was cut off.
      'lease_id uuid',
      'leased_until timestamptz',
      'CONSTRAINT connections_lease_whole CHECK ((lease_id IS NULL) = (leased_until IS NULL))',
    ]);
    await runner.query(`
      CREATE UNIQUE INDEX connections_own_account ON connections (tenant_id, provider, account_id, owner_id)
      WHERE NOT shared`);
    await runner.query(`
      CREATE UNIQUE INDEX connections_shared_account ON connections (tenant_id, provider, account_id) WHERE shared`);
    await runner.query(`CREATE INDEX connections_owner ON connections (owner_id)`);
    await runner.query(`
      CREATE INDEX connections_refresh_due ON connections (tenant_id, next_refresh_at)
      WHERE state = 'active' AND next_refresh_at IS NOT NULL`);
    await runner.query(`
      CREATE INDEX connections_check_due ON connections (tenant_id, next_check_at)
      WHERE state = 'active'`);
    await createTenantTable(runner, 'connection_attempts', [
      'provider text NOT NULL',
      // No foreign key: what happened stays known when the connection is gone.
      'connection_id uuid',
      `kind text NOT NULL CONSTRAINT connection_attempts_kind_known
        CHECK (kind IN ('authorize', 'refresh', 'check', 'revoke'))`,
      `outcome text NOT NULL CONSTRAINT connection_attempts_outcome_known
        CHECK (outcome IN ('started', 'completed', 'failed'))`,
      `reason text CONSTRAINT connection_attempts_reason_given CHECK ((outcome = 'failed') = (reason IS NOT NULL))`,
      'duration_ms integer CONSTRAINT connection_attempts_duration_natural CHECK (duration_ms >= 0)',
    ]);
    await runner.query(
      `CREATE INDEX connection_attempts_at ON connection_attempts (tenant_id, created_at, provider)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE connection_attempts`);
    await runner.query(`DROP TABLE connections`);
  }
}
