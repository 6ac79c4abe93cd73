import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { TenantPolicies } from '../domain/tenant-policies.js';
import { NO_POLICY, type PolicyFactor, type TenantPolicy } from '../domain/tenant-policy.js';

const POLICY_COLUMNS = `require_mfa AS "requireMfa", allowed_factors AS "allowedFactors",
  session_idle_minutes AS "sessionIdleMinutes", session_absolute_hours AS "sessionAbsoluteHours",
  max_sessions_per_user AS "maxSessionsPerUser", password_min_length AS "passwordMinLength",
  password_history AS "passwordHistory", allowed_email_domains AS "allowedEmailDomains",
  allowed_sign_in_methods AS "allowedSignInMethods", pat_max_days AS "patMaxDays"`;

@Injectable()
export class SqlTenantPolicies implements TenantPolicies {
  constructor(private readonly database: Database) {}

  async of(tenantId: Id): Promise<TenantPolicy> {
    const [policy] = await this.database.query<TenantPolicy>(
      `SELECT ${POLICY_COLUMNS} FROM tenant_policies WHERE tenant_id = $1`,
      [tenantId],
    );
    return policy ?? NO_POLICY;
  }

  /** Conflicts with the lock of those who enter, and with no foreign key. */
  async hold(tenantId: Id): Promise<void> {
    await this.database.execute(`SELECT 1 FROM tenants WHERE id = $1 FOR NO KEY UPDATE`, [tenantId]);
  }

  async store(tenantId: Id, policy: TenantPolicy, by: Id, at: Date): Promise<void> {
    const { sessionIdleMinutes, sessionAbsoluteHours, maxSessionsPerUser, passwordMinLength } = policy;
    await this.database.execute(
      `INSERT INTO tenant_policies (tenant_id, require_mfa, allowed_factors, session_idle_minutes,
         session_absolute_hours, max_sessions_per_user, password_min_length, password_history, allowed_email_domains,
         allowed_sign_in_methods, pat_max_days, created_by, updated_by, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $13)
       ON CONFLICT (tenant_id) DO UPDATE SET (require_mfa, allowed_factors, session_idle_minutes,
         session_absolute_hours, max_sessions_per_user, password_min_length, password_history, allowed_email_domains,
         allowed_sign_in_methods, pat_max_days, updated_by, updated_at) =
         (excluded.require_mfa, excluded.allowed_factors, excluded.session_idle_minutes,
         excluded.session_absolute_hours, excluded.max_sessions_per_user, excluded.password_min_length,
         excluded.password_history, excluded.allowed_email_domains, excluded.allowed_sign_in_methods,
         excluded.pat_max_days, excluded.updated_by, excluded.updated_at)`,
      [
        ...[tenantId, policy.requireMfa, policy.allowedFactors, sessionIdleMinutes, sessionAbsoluteHours],
        ...[maxSessionsPerUser, passwordMinLength, policy.passwordHistory, policy.allowedEmailDomains],
        ...[policy.allowedSignInMethods, policy.patMaxDays, by, at],
      ],
    );
  }

  /** Reads the factors where they are: one statement is worth more here than a door. */
  async membersWithout(tenantId: Id, kinds: readonly PolicyFactor[]): Promise<Id[]> {
    const rows = await this.database.query<{ id: Id }>(
      `SELECT m.user_id AS id FROM memberships m
       WHERE m.tenant_id = $1 AND NOT EXISTS (
         SELECT FROM mfa_devices d
         WHERE d.user_id = m.user_id AND d.confirmed_at IS NOT NULL AND d.kind = ANY ($2))`,
      [tenantId, kinds],
    );
    return rows.map(({ id }) => id);
  }
}
