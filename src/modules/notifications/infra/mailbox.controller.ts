import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../../../platform/http/access.js';
import { MailboxPageQuery, MailboxQuery } from './mailbox.dto.js';
import { MAILBOX_CSP, MailboxPage } from './mailbox-page.js';
import { MailboxQueries, type MailboxMessage } from './mailbox.queries.js';

/** Every mail the service sent. Development only: whoever can read it can take over any account. */
@ApiExcludeController()
@Public()
@Controller('dev/mailbox')
export class MailboxController {
  constructor(
    private readonly queries: MailboxQueries,
    private readonly page: MailboxPage,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', MAILBOX_CSP)
  @Header('cache-control', 'no-store')
  async show(@Query() { id, to }: MailboxPageQuery): Promise<string> {
    const selected = id ? await this.queries.find(id) : undefined;
    return this.page.render(await this.queries.list(to), selected, to ?? '');
  }

  @Get('messages')
  @Header('cache-control', 'no-store')
  async messages(@Query() { to }: MailboxQuery): Promise<{ items: MailboxMessage[] }> {
    return { items: await this.queries.list(to) };
  }
}
