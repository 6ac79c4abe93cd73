import { Module } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { MailboxController } from './infra/mailbox.controller.js';
import { MailboxPage } from './infra/mailbox-page.js';
import { MailboxQueries } from './infra/mailbox.queries.js';

/** The routes of the development mailbox; left out of the application in production. */
@Module({ controllers: [MailboxController], providers: [MailboxQueries, MailboxPage] })
export class DevMailboxModule {
  constructor(config: Config) {
    if (config.production) throw new Error('the development mailbox must not be mounted in production');
  }
}
