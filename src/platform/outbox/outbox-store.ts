import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { ClaimedMessage, MessageKind, NewMessage } from './outbox-message.js';

/** What a killed node had in hand is delivered by another after this long. */
const LEASE_SECONDS = 15;

export interface OutboxStats {
  readonly events: number;
  readonly mails: number;
  readonly dead: number;
  /** Seconds. */
  readonly oldest: number;
}

/**
 * The table of what is still to be delivered. Times are the database's: it is the only clock that all nodes share,
 * and with a fast one a node would take messages away from nodes that are still delivering them.
 */
@Injectable()
export class OutboxStore {
  constructor(private readonly database: Database) {}

  /** One statement however many messages; part of the ambient transaction. */
  async insert(messages: readonly NewMessage[]): Promise<void> {
    await this.database.execute(
      `INSERT INTO outbox_messages (id, kind, topic, handler, payload, sealed)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::bytea[])`,
      [
        messages.map(({ id }) => id),
        messages.map(({ kind }) => kind),
        messages.map(({ topic }) => topic),
        messages.map(({ handler }) => handler),
        messages.map(({ payload }) => (payload === null ? null : JSON.stringify(payload))),
        messages.map(({ sealed }) => sealed),
      ],
    );
  }

  /** Leases at most `limit` due messages to this node; no two nodes get the same. */
  async claim(kind: MessageKind, handlers: readonly string[], limit: number): Promise<ClaimedMessage[]> {
    return this.database.query<ClaimedMessage>(
      `UPDATE outbox_messages
       SET attempts = attempts + 1, locked_until = now() + make_interval(secs => $4)
       WHERE id = ANY(ARRAY(
         SELECT id FROM outbox_messages
         WHERE kind = $1 AND dead_at IS NULL AND available_at <= now()
           AND (locked_until IS NULL OR locked_until <= now()) AND handler = ANY($2)
         ORDER BY available_at LIMIT $3 FOR UPDATE SKIP LOCKED))
       RETURNING id, kind, topic, handler, payload, sealed, attempts`,
      [kind, handlers, limit, LEASE_SECONDS],
    );
  }

  /** Keeps messages whose delivery takes longer than a lease. */
  async renew(messages: readonly ClaimedMessage[]): Promise<void> {
    await this.database.execute(
      `UPDATE outbox_messages message SET locked_until = now() + make_interval(secs => $3)
       FROM unnest($1::uuid[], $2::int[]) AS held (id, attempts)
       WHERE message.id = held.id AND message.attempts = held.attempts`,
      [messages.map(({ id }) => id), messages.map(({ attempts }) => attempts), LEASE_SECONDS],
    );
  }

  async delivered({ id }: ClaimedMessage): Promise<void> {
    await this.database.execute(`DELETE FROM outbox_messages WHERE id = $1`, [id]);
  }

  /** Only the holder of the latest lease may say so: a late loser changes nothing. */
  async retry({ id, attempts }: ClaimedMessage, reason: string, delaySeconds: number): Promise<void> {
    await this.database.execute(
      `UPDATE outbox_messages
       SET available_at = now() + make_interval(secs => $4), locked_until = NULL, last_error = $3
       WHERE id = $1 AND attempts = $2`,
      [id, attempts, reason, delaySeconds],
    );
  }

  async bury({ id, attempts }: ClaimedMessage, reason: string): Promise<void> {
    await this.database.execute(
      `UPDATE outbox_messages SET dead_at = now(), locked_until = NULL, last_error = $3
       WHERE id = $1 AND attempts = $2`,
      [id, attempts, reason],
    );
  }

  async stats(): Promise<OutboxStats> {
    const [row] = await this.database.query<OutboxStats>(
      `SELECT count(*) FILTER (WHERE dead_at IS NULL AND kind = 'event')::int AS events,
              count(*) FILTER (WHERE dead_at IS NULL AND kind = 'mail')::int AS mails,
              count(dead_at)::int AS dead,
              coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE dead_at IS NULL)), 0)::float8
                AS oldest
       FROM outbox_messages`,
    );
    return row ?? { events: 0, mails: 0, dead: 0, oldest: 0 };
  }
}
