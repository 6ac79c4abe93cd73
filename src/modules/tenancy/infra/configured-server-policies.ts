import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import type { ServerPolicies } from '../domain/tenant-policies.js';
import { POLICY_FACTORS, type ServerPolicy } from '../domain/tenant-policy.js';

@Injectable()
export class ConfiguredServerPolicies implements ServerPolicies {
  constructor(private readonly config: Config) {}

  get current(): ServerPolicy {
    const { raw } = this.config;
    return {
      requireMfa: raw.MFA_REQUIRED || raw.DEVICE_AUTH_REQUIRED,
      allowedFactors: raw.DEVICE_AUTH_REQUIRED ? ['passkey'] : POLICY_FACTORS,
      sessionIdleMinutes: raw.SESSION_IDLE_MINUTES,
      sessionAbsoluteHours: raw.SESSION_ABSOLUTE_HOURS,
      passwordMinLength: raw.PASSWORD_MIN_LENGTH,
      passwordHistory: raw.PASSWORD_HISTORY,
      patMaxDays: raw.PAT_MAX_DAYS || null,
    };
  }
}
