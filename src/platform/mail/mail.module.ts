import { Global, Module } from '@nestjs/common';
import { Sender } from './sender.js';
import { Smtp } from './smtp.js';

@Global()
@Module({ providers: [Sender, Smtp], exports: [Sender, Smtp] })
export class MailModule {}
