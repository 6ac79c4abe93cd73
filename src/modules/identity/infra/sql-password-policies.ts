import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import type { PasswordPolicies, PasswordPolicy } from '../domain/password-policies.js';

/** Reads the policies of the tenants directly: the strictest of them is one statement. */
@Injectable()
export class SqlPasswordPolicies implements PasswordPolicies {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly config: Config,
  ) {}

  async of(userId: Id | null): Promise<PasswordPolicy> {
    const { PASSWORD_MIN_LENGTH, PASSWORD_HISTORY } = this.config.raw;
    const own = userId === null ? null : await this.strictestOfTenants(userId);
    return {
      minLength: Math.max(PASSWORD_MIN_LENGTH, own?.minLength ?? 0),
      history: Math.max(PASSWORD_HISTORY, own?.history ?? 0),
    };
  }

  private async strictestOfTenants(userId: Id): Promise<Partial<PasswordPolicy> | undefined> {
    const [strictest] = await this.unitOfWork.run(
      () =>
        this.database.query<Partial<PasswordPolicy>>(
          `SELECT max(p.password_min_length) AS "minLength", max(p.password_history) AS history
           FROM memberships m
             JOIN tenants t ON t.id = m.tenant_id AND t.deleted_at IS NULL
             JOIN tenant_policies p ON p.tenant_id = m.tenant_id
           WHERE m.user_id = $1`,
          [userId],
        ),
      { userId },
    );
    return strictest;
  }
}
