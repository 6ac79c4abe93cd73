import { Injectable } from '@nestjs/common';
import { type Id, isId } from '../../kernel/id.js';
import { Database } from '../database/database.js';
import type { MessageKind } from './outbox-message.js';

/** A message that was given up. Its content is not shown: it may hold a one-time link. */
export interface DeadLetter {
  readonly id: Id;
  readonly kind: MessageKind;
  readonly topic: string;
  readonly handler: string;
  readonly attempts: number;
  readonly lastError: string;
  readonly createdAt: Date;
  readonly deadAt: Date;
}

/** Messages that could not be delivered, kept until an operator decides or 30 days are over. */
@Injectable()
export class DeadLetters {
  constructor(private readonly database: Database) {}

  /** @returns at most 100, the latest first */
  async list(): Promise<DeadLetter[]> {
    return this.database.query<DeadLetter>(
      `SELECT id, kind, topic, handler, attempts, last_error AS "lastError", created_at AS "createdAt",
              dead_at AS "deadAt"
       FROM outbox_messages WHERE dead_at IS NOT NULL ORDER BY dead_at DESC LIMIT 100`,
    );
  }

  /** @returns false when there is no such dead letter */
  async retry(id: Id): Promise<boolean> {
    if (!isId(id)) return false;
    const revived = await this.database.execute(
      `UPDATE outbox_messages SET dead_at = NULL, attempts = 0, available_at = now()
       WHERE id = $1 AND dead_at IS NOT NULL`,
      [id],
    );
    return revived === 1;
  }

  /** @returns false when there is no such dead letter */
  async discard(id: Id): Promise<boolean> {
    if (!isId(id)) return false;
    const gone = await this.database.execute(
      `DELETE FROM outbox_messages WHERE id = $1 AND dead_at IS NOT NULL`,
      [id],
    );
    return gone === 1;
  }

  /** @returns how many were older than `days` and are gone now, at most `limit` */
  async purge(days: number, limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM outbox_messages WHERE id = ANY(ARRAY(
         SELECT id FROM outbox_messages WHERE dead_at < now() - make_interval(days => $1)
         LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      [days, limit],
    );
  }
}
