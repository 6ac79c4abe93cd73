import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import type { Mail } from '../domain/mailer.js';

const LINK = /https?:\/\/[^\s<>"]+/g;

/** The development mailbox: mails in clear, one-time links and all. Never written in production. */
@Injectable()
export class Mailbox {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** A mail that is sent again is kept once. */
  async record({ id, to, subject, text, html }: Mail): Promise<void> {
    await this.database.execute(
      `INSERT INTO mailbox_messages (id, recipient, subject, text_body, html_body, links, sent_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING`,
      [id, to, subject, text, html, text.match(LINK) ?? [], this.clock.now()],
    );
  }

  /** @returns how many older than the newest `kept` are gone now, at most `limit` */
  async trim(kept: number, limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM mailbox_messages
       WHERE id = ANY(ARRAY(SELECT id FROM mailbox_messages ORDER BY id DESC OFFSET $1 LIMIT $2))`,
      [kept, limit],
    );
  }
}
