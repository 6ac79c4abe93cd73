import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';

/** Where people may be sent back to after they were elsewhere: exactly the configured addresses (RFC 9700, 4.1.3). */
@Injectable()
export class Redirects {
  private readonly allowed: ReadonlySet<string>;

  constructor({ raw }: Config) {
    for (const url of raw.ALLOWED_REDIRECTS)
      if (!/^https?:\/\/[^\s\\@]+$/.test(url) || !URL.canParse(url))
        throw new Error(
          `ALLOWED_REDIRECTS: ${url} is not a web address; write https://app.example.com/signed-in`,
        );
    this.allowed = new Set(raw.ALLOWED_REDIRECTS);
  }

  /** Letter by letter: what parsers disagree about cannot be let through by one that reads it in its own way. */
  allows(address: string): boolean {
    return this.allowed.has(address);
  }
}
