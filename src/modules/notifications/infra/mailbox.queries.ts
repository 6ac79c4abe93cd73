import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';

/** Not part of the documented contract: development tools only. */
export interface MailboxMessage {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The links in the text, in order. */
  readonly links: readonly string[];
  readonly sentAt: Date;
}

const PAGE = 100;
const COLUMNS = `id, recipient AS "to", subject, text_body AS text, html_body AS html, links, sent_at AS "sentAt"`;

@Injectable()
export class MailboxQueries {
  constructor(private readonly database: Database) {}

  /** Newest first, by when they were written. */
  async list(to?: string): Promise<MailboxMessage[]> {
    const [where, parameters] = to ? ['WHERE lower(recipient) = lower($2)', [PAGE, to]] : ['', [PAGE]];
    return this.database.query<MailboxMessage>(
      `SELECT ${COLUMNS} FROM mailbox_messages ${where} ORDER BY id DESC LIMIT $1`,
      parameters,
    );
  }

  async find(id: string): Promise<MailboxMessage | undefined> {
    const [message] = await this.database.query<MailboxMessage>(
      `SELECT ${COLUMNS} FROM mailbox_messages WHERE id = $1`,
      [id],
    );
    return message;
  }
}
