import { Module } from '@nestjs/common';
import { Sender } from './sender.js';
import { Smtp } from './smtp.js';

@Module({ providers: [Sender, Smtp], exports: [Sender, Smtp] })
export class MailModule {}
