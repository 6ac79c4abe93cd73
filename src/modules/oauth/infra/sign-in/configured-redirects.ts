import { Injectable } from '@nestjs/common';
import { Config } from '../../../../platform/config/config.js';
import { redirectNotAllowed } from '../../domain/redirects.errors.js';
import type { Redirects } from '../../domain/redirects.js';
import type { IdentityLinks } from '../../domain/sign-in/identity-links.js';

@Injectable()
export class ConfiguredRedirects implements Redirects, IdentityLinks {
  private readonly configured: ReadonlySet<string>;

  constructor(private readonly config: Config) {
    for (const url of config.raw.ALLOWED_REDIRECTS)
      if (!/^https?:\/\/[^\s\\@]+$/.test(url) || !URL.canParse(url))
        throw new Error(
          `ALLOWED_REDIRECTS: ${url} is not a web address; write https://app.example.com/signed-in`,
        );
    this.configured = new Set(config.raw.ALLOWED_REDIRECTS);
  }

  choose(wanted: string | undefined): string {
    const { publicUrl } = this.config;
    if (wanted === undefined) return `${publicUrl}/signed-in`;
    const isOurs = wanted === publicUrl || wanted === `${publicUrl}/` || wanted === `${publicUrl}/signed-in`;
    if (!isOurs && !this.configured.has(wanted)) throw redirectNotAllowed();
    return wanted;
  }

  confirm(token: string): string {
    return `${this.config.publicUrl}/confirm-identity#token=${token}`;
  }
}
