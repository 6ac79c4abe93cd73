import { Injectable } from '@nestjs/common';
import { ConfigError } from '../config/config-error.js';
import { Config } from '../config/config.js';

/** The browser origins whose pages may act for a signed-in person: the service's own and the configured ones. */
@Injectable()
export class Origins {
  private readonly configured: ReadonlySet<string>;
  private own = { publicUrl: '', origin: '' };

  constructor(private readonly config: Config) {
    this.configured = new Set(config.raw.ALLOWED_ORIGINS.map(normalised));
  }

  allows(origin: string): boolean {
    return origin === this.ownOrigin() || this.configured.has(origin);
  }

  /** The public URL changes once, when a free port has been bound. */
  private ownOrigin(): string {
    const { publicUrl } = this.config;
    if (this.own.publicUrl !== publicUrl) this.own = { publicUrl, origin: new URL(publicUrl).origin };
    return this.own.origin;
  }
}

function normalised(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : 'null';
  if (origin === 'null')
    throw new ConfigError(
      `ALLOWED_ORIGINS: ${text} is not an origin; write https://app.example.com, never *`,
    );
  return origin;
}
