import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People, the directories they live in, and the single-use links that are mailed to them. */
export class Identity0001 implements MigrationInterface {
  name = 'Identity1795000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE directories (
        id uuid CONSTRAINT directories_pk PRIMARY KEY,
        kind text NOT NULL CONSTRAINT directories_kind_known CHECK (kind IN ('shared', 'isolated')),
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX directories_one_shared ON directories (kind) WHERE kind = 'shared'`,
    );
    await runner.query(
      `INSERT INTO directories (id, kind) VALUES ('00000000-0000-7000-8000-000000000001', 'shared')`,
    );
    await runner.query(`
      CREATE TABLE users (
        id uuid CONSTRAINT users_pk PRIMARY KEY,
        directory_id uuid NOT NULL CONSTRAINT users_directory_fk REFERENCES directories (id),
        email text NOT NULL CONSTRAINT users_email_length CHECK (length(email) <= 254),
        email_normalised text NOT NULL
          CONSTRAINT users_email_normalised_form CHECK (email_normalised = lower(email_normalised)),
        email_verified_at timestamptz,
        password_hash text,
        password_changed_at timestamptz,
        name text NOT NULL CONSTRAINT users_name_length CHECK (length(name) <= 200),
        bio text CONSTRAINT users_bio_length CHECK (length(bio) <= 4000),
        avatar_url text CONSTRAINT users_avatar_url_web CHECK (avatar_url ~ '^https?://' AND length(avatar_url) <= 2048),
        locale text NOT NULL CONSTRAINT users_locale_length CHECK (length(locale) <= 35),
        disabled_at timestamptz,
        locked_until timestamptz,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        version integer NOT NULL CONSTRAINT users_version_positive CHECK (version > 0),
        CONSTRAINT users_email_unique UNIQUE (directory_id, email_normalised)
      )`);
    await runner.query(`CREATE INDEX users_unverified ON users (created_at) WHERE email_verified_at IS NULL`);
    await runner.query(`
      CREATE TABLE password_history (
        user_id uuid NOT NULL CONSTRAINT password_history_user_fk REFERENCES users (id) ON DELETE CASCADE,
        password_hash text NOT NULL,
        retired_at timestamptz NOT NULL,
        CONSTRAINT password_history_pk PRIMARY KEY (user_id, retired_at)
      )`);
    await runner.query(`
      CREATE TABLE login_attempts (
        account_digest bytea NOT NULL,
        source text NOT NULL,
        attempts integer NOT NULL,
        window_started_at timestamptz NOT NULL,
        window_ends_at timestamptz NOT NULL,
        CONSTRAINT login_attempts_pk PRIMARY KEY (account_digest, source)
      )`);
    await runner.query(`CREATE INDEX login_attempts_ended ON login_attempts (window_ends_at)`);
    await runner.query(`
      CREATE TABLE single_use_tokens (
        token_hash bytea CONSTRAINT single_use_tokens_pk PRIMARY KEY
          CONSTRAINT single_use_tokens_hash_length CHECK (octet_length(token_hash) = 32),
        kind text NOT NULL,
        user_id uuid CONSTRAINT single_use_tokens_user_fk REFERENCES users (id) ON DELETE CASCADE,
        payload jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        consumed_at timestamptz
      )`);
    await runner.query(`CREATE INDEX single_use_tokens_user ON single_use_tokens (user_id, kind)`);
    await runner.query(`CREATE INDEX single_use_tokens_expired ON single_use_tokens (expires_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['single_use_tokens', 'login_attempts', 'password_history', 'users', 'directories'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
