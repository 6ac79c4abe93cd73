import { Injectable } from '@nestjs/common';
import { Eta } from 'eta';
import { TEMPLATES } from './eta-mail-renderer.js';
import { mailFormats } from './mail-formats.js';
import type { MailboxMessage } from './mailbox.queries.js';

/** Nothing runs on this page, least of all what is in a mail: that is shown in a sandboxed frame. */
export const MAILBOX_CSP =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

@Injectable()
export class MailboxPage {
  private readonly eta = new Eta({ views: TEMPLATES, cache: true });

  render(messages: readonly MailboxMessage[], selected: MailboxMessage | undefined, to: string): string {
    const { when } = mailFormats('en');
    return this.eta.render('mailbox.html.eta', {
      messages,
      selected,
      to,
      when: (at: Date) => when(at.toISOString()),
      // Links in a mail open beside the mailbox, not inside the frame.
      framed: selected ? `<base target="_blank">${selected.html}` : '',
    });
  }
}
