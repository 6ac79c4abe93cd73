import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions, what they did, and the browsers a person has signed in from. */
export class Sessions0002 implements MigrationInterface {
  name = 'Sessions1795000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE session_configurations (
        directory_id uuid CONSTRAINT session_configurations_pk PRIMARY KEY
          CONSTRAINT session_configurations_directory_fk REFERENCES directories (id) ON DELETE CASCADE,
        idle_minutes integer CONSTRAINT session_configurations_idle CHECK (idle_minutes > 0),
        absolute_hours integer CONSTRAINT session_configurations_absolute CHECK (absolute_hours > 0),
        remember_me_days integer CONSTRAINT session_configurations_remember CHECK (remember_me_days >= 0),
        updated_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE sessions (
        id uuid CONSTRAINT sessions_pk PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT sessions_user_fk REFERENCES users (id) ON DELETE CASCADE,
        active_tenant_id uuid,
        token_hash bytea CONSTRAINT sessions_token_unique UNIQUE,
        refresh_salt_hash bytea,
        refresh_generation integer NOT NULL DEFAULT 0,
        refreshed_at timestamptz,
        created_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        idle_seconds integer NOT NULL CONSTRAINT sessions_idle_positive CHECK (idle_seconds > 0),
        idle_expires_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        auth_time timestamptz NOT NULL,
        amr text[] NOT NULL,
        ip text NOT NULL,
        user_agent text NOT NULL,
        revoked_at timestamptz,
        revoked_reason text,
        CONSTRAINT sessions_one_transport CHECK ((token_hash IS NULL) <> (refresh_salt_hash IS NULL)),
        CONSTRAINT sessions_revoked_for_a_reason CHECK ((revoked_at IS NULL) = (revoked_reason IS NULL))
      )`);
    await runner.query(`CREATE INDEX sessions_of_user ON sessions (user_id, id DESC)`);
    await runner.query(`CREATE INDEX sessions_expired ON sessions (idle_expires_at)`);
    await runner.query(`CREATE INDEX sessions_revoked ON sessions (revoked_at) WHERE revoked_at IS NOT NULL`);
    await runner.query(`
      CREATE TABLE session_activities (
        id uuid CONSTRAINT session_activities_pk PRIMARY KEY,
        session_id uuid NOT NULL CONSTRAINT session_activities_session_fk REFERENCES sessions (id) ON DELETE CASCADE,
        kind text NOT NULL,
        at timestamptz NOT NULL,
        ip text NOT NULL,
        user_agent text NOT NULL
      )`);
    await runner.query(
      `CREATE INDEX session_activities_of_session ON session_activities (session_id, id DESC)`,
    );
    await runner.query(`CREATE INDEX session_activities_age ON session_activities (at)`);
    await runner.query(`
      CREATE TABLE known_devices (
        id uuid CONSTRAINT known_devices_pk PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT known_devices_user_fk REFERENCES users (id) ON DELETE CASCADE,
        token_hash bytea CONSTRAINT known_devices_token_unique UNIQUE,
        fingerprint bytea NOT NULL,
        created_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL
      )`);
    await runner.query(`CREATE INDEX known_devices_of_user ON known_devices (user_id, fingerprint)`);
    await runner.query(`CREATE INDEX known_devices_unused ON known_devices (last_seen_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['known_devices', 'session_activities', 'sessions', 'session_configurations'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
