import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * With which identities at providers people sign in. An identity is an issuer and a subject, and belongs to one person
 * of a directory; an address is only noted.
 */
export class LinkedIdentities0019 implements MigrationInterface {
  name = 'LinkedIdentities1795000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users ADD CONSTRAINT users_in_directory UNIQUE (directory_id, id)`);
    await runner.query(`
      CREATE TABLE linked_identities (
        id uuid CONSTRAINT linked_identities_pk PRIMARY KEY,
        directory_id uuid NOT NULL,
        user_id uuid NOT NULL,
        provider text NOT NULL
          CONSTRAINT linked_identities_provider_form CHECK (provider ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
        issuer text NOT NULL CONSTRAINT linked_identities_issuer_length CHECK (length(issuer) BETWEEN 1 AND 2048),
        subject text NOT NULL CONSTRAINT linked_identities_subject_length CHECK (length(subject) BETWEEN 1 AND 255),
        email text CONSTRAINT linked_identities_email_length CHECK (length(email) <= 254),
        created_at timestamptz NOT NULL,
        last_used_at timestamptz,
        CONSTRAINT linked_identities_user_fk FOREIGN KEY (directory_id, user_id)
          REFERENCES users (directory_id, id) ON DELETE CASCADE,
        CONSTRAINT linked_identities_identity_unique UNIQUE (directory_id, issuer, subject)
      )`);
    await runner.query(`CREATE INDEX linked_identities_of_user ON linked_identities (user_id, id)`);
    await runner.query(`CREATE INDEX linked_identities_person ON linked_identities (directory_id, user_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE linked_identities`);
    await runner.query(`ALTER TABLE users DROP CONSTRAINT users_in_directory`);
  }
}
