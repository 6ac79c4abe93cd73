import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Config } from '../../../platform/config/config.js';
import { ReadTenantPolicy } from '../../tenancy/index.js';
import type { MfaPolicies, MfaSettings } from '../domain/mfa-policies.js';
import type { RecoveryLinks } from '../domain/recovery-links.js';
import { strictest, type MfaDemands, type MfaPolicy } from '../domain/mfa-policy.js';

/** What the server demands of everybody, and a tenant of whoever works in it. */
@Injectable()
export class ConfiguredMfa implements MfaPolicies, MfaSettings, RecoveryLinks {
  constructor(
    private readonly config: Config,
    private readonly tenantPolicy: ReadTenantPolicy,
  ) {}

  async of(_: Id, tenantId: Id | null): Promise<MfaPolicy> {
    const { raw } = this.config;
    const server = {
      requireMfa: raw.MFA_REQUIRED,
      requireDevice: raw.DEVICE_AUTH_REQUIRED,
      emailCodes: raw.MFA_EMAIL_CODES,
      trustedDeviceDays: raw.TRUSTED_DEVICE_DAYS,
      recovery: raw.MFA_RECOVERY_HOURS > 0,
    };
    return tenantId === null ? strictest(server) : strictest(server, await this.demandsOf(tenantId));
  }

  private async demandsOf(tenantId: Id): Promise<MfaDemands> {
    const { requireMfa, allowedFactors } = (await this.tenantPolicy.execute(tenantId)).own;
    return { requireMfa, ...(allowedFactors && { allowedFactors }) };
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
