import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import type { IdentitySettings } from '../domain/identity-settings.js';
import type { Links } from '../domain/links.js';

@Injectable()
export class ConfiguredIdentity implements IdentitySettings, Links {
  constructor(private readonly config: Config) {}

  get registrationOpen(): boolean {
    return this.config.raw.REGISTRATION === 'open';
  }

  verifyEmail(token: string): string {
    return `${this.config.publicUrl}/verify-email#token=${token}`;
  }

  resetPassword(token: string): string {
    return `${this.config.publicUrl}/reset-password#token=${token}`;
  }
}
