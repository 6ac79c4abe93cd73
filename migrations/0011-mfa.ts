import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Second factors of a person: authenticator apps, passkeys, backup codes; and what proving them needs. */
export class Mfa0011 implements MigrationInterface {
  name = 'Mfa1795000000011';

  async up(runner: QueryRunner): Promise<void> {
    await this.createFactors(runner);
    await this.createChallenges(runner);
    await this.createAround(runner);
  }

  private async createFactors(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mfa_accounts (
        user_id uuid CONSTRAINT mfa_accounts_pk PRIMARY KEY
          CONSTRAINT mfa_accounts_user_fk REFERENCES users (id) ON DELETE CASCADE,
        vouched_password_at timestamptz
      )`);
    await runner.query(`
      CREATE TABLE mfa_devices (
        id uuid CONSTRAINT mfa_devices_pk PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT mfa_devices_user_fk REFERENCES users (id) ON DELETE CASCADE,
        kind text NOT NULL CONSTRAINT mfa_devices_kind_known CHECK (kind IN ('totp', 'passkey')),
        name text NOT NULL CONSTRAINT mfa_devices_name_length CHECK (length(name) BETWEEN 1 AND 100),
        created_at timestamptz NOT NULL,
        confirmed_at timestamptz,
        last_used_at timestamptz,
        secret_sealed bytea,
        last_step bigint,
        credential_id bytea CONSTRAINT mfa_devices_credential_unique UNIQUE
          CONSTRAINT mfa_devices_credential_length CHECK (octet_length(credential_id) BETWEEN 1 AND 1023),
        public_key bytea,
        sign_count bigint CONSTRAINT mfa_devices_sign_count_unsigned CHECK (sign_count BETWEEN 0 AND 4294967295),
        transports text[],
        aaguid uuid,
        discoverable boolean,
        backup_eligible boolean,
        backed_up boolean,
        CONSTRAINT mfa_devices_totp_whole CHECK ((kind = 'totp') = (secret_sealed IS NOT NULL)
          AND (kind = 'totp') = (last_step IS NOT NULL)),
        CONSTRAINT mfa_devices_passkey_whole CHECK ((kind = 'passkey') = (credential_id IS NOT NULL)
          AND (kind = 'passkey') = (public_key IS NOT NULL) AND (kind = 'passkey') = (sign_count IS NOT NULL)
          AND (kind = 'passkey') = (transports IS NOT NULL) AND (kind = 'passkey') = (backup_eligible IS NOT NULL)
          AND (kind = 'passkey') = (backed_up IS NOT NULL))
      )`);
    await runner.query(`CREATE INDEX mfa_devices_of_user ON mfa_devices (user_id)`);
    await runner.query(
      `CREATE INDEX mfa_devices_unconfirmed ON mfa_devices (created_at) WHERE confirmed_at IS NULL`,
    );
    await runner.query(`
      CREATE TABLE mfa_backup_codes (
        user_id uuid NOT NULL CONSTRAINT mfa_backup_codes_user_fk REFERENCES users (id) ON DELETE CASCADE,
        selector text NOT NULL,
        code_hash text NOT NULL,
        created_at timestamptz NOT NULL,
        used_at timestamptz,
        CONSTRAINT mfa_backup_codes_pk PRIMARY KEY (user_id, selector)
      )`);
  }

  private async createChallenges(runner: QueryRunner): Promise<void> {
    // Only a sign-in with a passkey begins without knowing whose it is.
    await runner.query(`
      CREATE TABLE mfa_challenges (
        token_hash bytea CONSTRAINT mfa_challenges_pk PRIMARY KEY
          CONSTRAINT mfa_challenges_hash_length CHECK (octet_length(token_hash) = 32),
        purpose text NOT NULL CONSTRAINT mfa_challenges_purpose_known CHECK (purpose IN
          ('second-factor', 'enrolment', 'passkey-sign-in', 'passkey-registration', 'step-up')),
        user_id uuid CONSTRAINT mfa_challenges_user_fk REFERENCES users (id) ON DELETE CASCADE,
        methods text[] NOT NULL,
        context jsonb NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        claimed_at timestamptz,
        device_id uuid CONSTRAINT mfa_challenges_device_fk REFERENCES mfa_devices (id) ON DELETE SET NULL,
        webauthn_challenge text,
        email_code_hash text,
        email_codes_sent integer NOT NULL DEFAULT 0,
        CONSTRAINT mfa_challenges_owner_known CHECK (user_id IS NOT NULL OR purpose = 'passkey-sign-in')
      )`);
    await runner.query(`CREATE INDEX mfa_challenges_of_user ON mfa_challenges (user_id)`);
    await runner.query(
      `CREATE INDEX mfa_challenges_of_device ON mfa_challenges (device_id) WHERE device_id IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX mfa_challenges_expired ON mfa_challenges (expires_at)`);
    await runner.query(`
      CREATE TABLE mfa_attempts (
        user_id uuid NOT NULL CONSTRAINT mfa_attempts_user_fk REFERENCES users (id) ON DELETE CASCADE,
        budget text NOT NULL,
        attempts integer NOT NULL,
        window_ends_at timestamptz NOT NULL,
        CONSTRAINT mfa_attempts_pk PRIMARY KEY (user_id, budget)
      )`);
    await runner.query(`CREATE INDEX mfa_attempts_ended ON mfa_attempts (window_ends_at)`);
  }

  private async createAround(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mfa_trusted_devices (
        id uuid CONSTRAINT mfa_trusted_devices_pk PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT mfa_trusted_devices_user_fk REFERENCES users (id) ON DELETE CASCADE,
        token_hash bytea NOT NULL CONSTRAINT mfa_trusted_devices_token_unique UNIQUE
          CONSTRAINT mfa_trusted_devices_hash_length CHECK (octet_length(token_hash) = 32),
        password_changed_at timestamptz,
        ip text NOT NULL,
        user_agent text NOT NULL,
        created_at timestamptz NOT NULL,
        last_used_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      )`);
    await runner.query(`CREATE INDEX mfa_trusted_devices_of_user ON mfa_trusted_devices (user_id)`);
    await runner.query(`CREATE INDEX mfa_trusted_devices_expired ON mfa_trusted_devices (expires_at)`);
    await runner.query(`
      CREATE TABLE mfa_recoveries (
        id uuid CONSTRAINT mfa_recoveries_pk PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT mfa_recoveries_user_fk REFERENCES users (id) ON DELETE CASCADE,
        password_changed_at timestamptz,
        started_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        ended_at timestamptz,
        outcome text CONSTRAINT mfa_recoveries_outcome_known CHECK (outcome IN ('completed', 'cancelled', 'void')),
        CONSTRAINT mfa_recoveries_ended_whole CHECK ((ended_at IS NULL) = (outcome IS NULL))
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX mfa_recoveries_one_open ON mfa_recoveries (user_id) WHERE ended_at IS NULL`,
    );
    await runner.query(`CREATE INDEX mfa_recoveries_of_user ON mfa_recoveries (user_id)`);
    await runner.query(`CREATE INDEX mfa_recoveries_due ON mfa_recoveries (due_at) WHERE ended_at IS NULL`);
    await runner.query(
      `CREATE INDEX mfa_recoveries_ended ON mfa_recoveries (ended_at) WHERE ended_at IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'mfa_recoveries',
      'mfa_trusted_devices',
      'mfa_attempts',
      'mfa_challenges',
      'mfa_backup_codes',
      'mfa_devices',
      'mfa_accounts',
    ])
      await runner.query(`DROP TABLE ${table}`);
  }
}
