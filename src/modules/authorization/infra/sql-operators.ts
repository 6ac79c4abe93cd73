import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { Operator, Operators } from '../domain/operators.js';
import type { PlatformRole } from '../domain/system-roles.js';

@Injectable()
export class SqlOperators implements Operators {
  constructor(private readonly database: Database) {}

  async list(): Promise<Operator[]> {
    return this.database.query<Operator>(
      `SELECT p.user_id AS "userId", u.email, p.role, p.created_at AS since
       FROM platform_assignments p JOIN users u ON u.id = p.user_id ORDER BY p.created_at, p.user_id`,
    );
  }

  async appoint(userId: Id, role: PlatformRole, at: Date): Promise<void> {
    await this.database.execute(`DELETE FROM platform_assignments WHERE user_id = $1 AND role <> $2`, [
      userId,
      role,
    ]);
    await this.database.execute(
      `INSERT INTO platform_assignments (user_id, role, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [userId, role, at],
    );
  }

  async dismiss(userId: Id): Promise<boolean> {
    return (await this.database.execute(`DELETE FROM platform_assignments WHERE user_id = $1`, [userId])) > 0;
  }
}
