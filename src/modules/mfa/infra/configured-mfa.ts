import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import type { MfaPolicies, MfaSettings } from '../domain/mfa-policies.js';
import type { RecoveryLinks } from '../domain/recovery-links.js';
import { strictest, type MfaPolicy } from '../domain/mfa-policy.js';

/** What the server demands of everybody. */
@Injectable()
export class ConfiguredMfa implements MfaPolicies, MfaSettings, RecoveryLinks {
  constructor(private readonly config: Config) {}

  async of(): Promise<MfaPolicy> {
    const { raw } = this.config;
    return strictest({
      requireMfa: raw.MFA_REQUIRED,
      requireDevice: raw.DEVICE_AUTH_REQUIRED,
      emailCodes: raw.MFA_EMAIL_CODES,
      trustedDeviceDays: raw.TRUSTED_DEVICE_DAYS,
      recovery: raw.MFA_RECOVERY_HOURS > 0,
    });
  }

  confirm(token: string): string {
    return `${this.config.publicUrl}/mfa-recovery#token=${token}`;
  }

  cancel(token: string): string {
    return `${this.config.publicUrl}/mfa-recovery-cancel#token=${token}`;
  }

  get issuer(): string {
    return this.config.raw.MFA_ISSUER;
  }

  get recoveryHours(): number {
    return this.config.raw.MFA_RECOVERY_HOURS;
  }
}
