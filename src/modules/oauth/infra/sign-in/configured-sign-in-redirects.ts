import { Injectable } from '@nestjs/common';
import { Config } from '../../../../platform/config/config.js';
import { Redirects } from '../../../../platform/http/redirects.js';
import type { IdentityLinks } from '../../domain/sign-in/identity-links.js';
import { redirectNotAllowed } from '../../domain/sign-in/sign-in-redirects.errors.js';
import type { SignInRedirects } from '../../domain/sign-in/sign-in-redirects.js';

@Injectable()
export class ConfiguredSignInRedirects implements SignInRedirects, IdentityLinks {
  constructor(
    private readonly config: Config,
    private readonly redirects: Redirects,
  ) {}

  choose(wanted: string | undefined): string {
    const { publicUrl } = this.config;
    if (wanted === undefined) return `${publicUrl}/signed-in`;
    const isOurs = wanted === publicUrl || wanted === `${publicUrl}/` || wanted === `${publicUrl}/signed-in`;
    if (!isOurs && !this.redirects.allows(wanted)) throw redirectNotAllowed();
    return wanted;
  }

  confirm(token: string): string {
    return `${this.config.publicUrl}/confirm-identity#token=${token}`;
  }
}
