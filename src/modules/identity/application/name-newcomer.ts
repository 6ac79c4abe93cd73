import { Injectable } from '@nestjs/common';
import type { Email } from '../domain/email.js';
import { Markup } from '../domain/markup.js';

const LONGEST = 200;

/** What to call somebody who did not say so themselves. */
@Injectable()
export class NameNewcomer {
  constructor(private readonly markup: Markup) {}

  /** @param suggested by somebody else, of whatever quality */
  execute(suggested: string | null, { text }: Email): string {
    const name = suggested === null ? '' : this.markup.plain(suggested);
    return name === '' || name.length > LONGEST ? text.slice(0, text.lastIndexOf('@')) : name;
  }
}
