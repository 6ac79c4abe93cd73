import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { Database } from '../../../platform/database/database.js';
import type { RoleAssignments } from '../domain/role-assignments.js';
import type { Subject } from '../domain/subject.js';

/** Reads the tables of the modules that assign roles: one statement is worth more here than a door for each. */
const STATEMENT: Readonly<Record<Subject['type'], string>> = {
  user: `SELECT roles FROM memberships WHERE tenant_id = $1 AND user_id = $2`,
  'service-account': `SELECT roles FROM service_accounts WHERE tenant_id = $1 AND id = $2 AND disabled_at IS NULL`,
};

@Injectable()
export class SqlRoleAssignments implements RoleAssignments {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async of(tenantId: Id, { type, id }: Subject): Promise<readonly string[]> {
    const rows = await this.unitOfWork.run(
      () => this.database.query<{ roles: string[] }>(STATEMENT[type], [tenantId, id]),
      { tenantId },
    );
    return rows[0]?.roles ?? [];
  }
}
