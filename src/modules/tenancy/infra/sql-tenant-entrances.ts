import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { SignInMethod } from '../domain/sign-in-methods.js';
import type { TenantEntrances } from '../domain/tenant-entrances.js';
import { TenantPolicies } from '../domain/tenant-policies.js';
import type { TenantPolicy } from '../domain/tenant-policy.js';

@Injectable()
export class SqlTenantEntrances implements TenantEntrances {
  constructor(
    private readonly database: Database,
    private readonly policies: TenantPolicies,
  ) {}

  async find(userId: Id, slug: string | undefined, methods: readonly SignInMethod[]): Promise<Id | null> {
    const [row] = await this.database.query<{ id: Id }>(
      `SELECT t.id FROM memberships m
         JOIN tenants t ON t.id = m.tenant_id AND t.deleted_at IS NULL
         LEFT JOIN tenant_policies p ON p.tenant_id = t.id
       WHERE m.user_id = $1 AND CASE WHEN $2::text IS NULL
         THEN p.allowed_sign_in_methods IS NULL OR p.allowed_sign_in_methods && $3::text[]
         ELSE t.slug = $2 END
       ORDER BY m.created_at, t.id LIMIT 1`,
      [userId, slug ?? null, methods],
    );
    return row?.id ?? null;
  }

  /** The policy in a statement of its own: it must see what was committed while the first one waited. */
  async hold(tenantId: Id, userId: Id): Promise<TenantPolicy | null> {
    const held = await this.database.query(
      `SELECT 1 FROM memberships m JOIN tenants t ON t.id = m.tenant_id
       WHERE m.tenant_id = $1 AND m.user_id = $2 AND t.deleted_at IS NULL
       FOR NO KEY UPDATE OF m FOR SHARE OF t`,
      [tenantId, userId],
    );
    return held.length > 0 ? this.policies.of(tenantId) : null;
  }
}
