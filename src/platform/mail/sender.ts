import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { ConfigError } from '../config/config-error.js';

const FORM = /^\s*(?:"?([^"<>\r\n]*?)"?\s*<([^<>\s@]+@[^<>\s@]+)>|([^<>\s@]+@[^<>\s@]+))\s*$/;

/** Whom mails come from: `MAIL_FROM`, either `Name <address>` or an address. The name is the product's name in mails. */
@Injectable()
export class Sender {
  readonly name: string;
  readonly address: string;

  constructor(config: Config) {
    const match = FORM.exec(config.raw.MAIL_FROM);
    const address = match?.[2] ?? match?.[3];
    if (!address) throw new ConfigError('MAIL_FROM must look like: Sallyport <no-reply@example.com>');
    this.address = address;
    this.name = match?.[1] || 'Sallyport';
  }

  get domain(): string {
    return this.address.slice(this.address.indexOf('@') + 1);
  }
}
