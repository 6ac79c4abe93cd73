import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What must still be delivered (events, mails), and the development mailbox. */
export class Outbox0003 implements MigrationInterface {
  name = 'Outbox1795000000003';

  async up(runner: QueryRunner): Promise<void> {
    // Rows live for milliseconds: vacuum by count of dead rows, not by share of the table.
    await runner.query(`
      CREATE TABLE outbox_messages (
        id uuid CONSTRAINT outbox_messages_pk PRIMARY KEY,
        kind text NOT NULL CONSTRAINT outbox_messages_kind_known CHECK (kind IN ('event', 'mail')),
        topic text NOT NULL,
        handler text NOT NULL,
        payload jsonb,
        sealed bytea,
        attempts integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        available_at timestamptz NOT NULL DEFAULT now(),
        locked_until timestamptz,
        last_error text,
        dead_at timestamptz,
        CONSTRAINT outbox_messages_mail_is_sealed
          CHECK ((kind = 'mail') = (sealed IS NOT NULL) AND (kind = 'event') = (payload IS NOT NULL))
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`);
    await runner.query(
      `CREATE INDEX outbox_messages_due ON outbox_messages (kind, available_at) WHERE dead_at IS NULL`,
    );
    await runner.query(
      `CREATE INDEX outbox_messages_dead ON outbox_messages (dead_at) WHERE dead_at IS NOT NULL`,
    );
    await runner.query(`
      CREATE TABLE mailbox_messages (
        id uuid CONSTRAINT mailbox_messages_pk PRIMARY KEY,
        recipient text NOT NULL,
        subject text NOT NULL,
        text_body text NOT NULL,
        html_body text NOT NULL,
        links text[] NOT NULL,
        sent_at timestamptz NOT NULL
      )`);
    await runner.query(
      `CREATE INDEX mailbox_messages_of_recipient ON mailbox_messages (lower(recipient), id DESC)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE mailbox_messages`);
    await runner.query(`DROP TABLE outbox_messages`);
  }
}
