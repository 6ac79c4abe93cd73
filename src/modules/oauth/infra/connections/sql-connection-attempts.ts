import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { Random } from '../../../../kernel/random.js';
import { Database } from '../../../../platform/database/database.js';
import type { ConnectionAttempt, ConnectionAttempts } from '../../domain/connections/connection-attempts.js';

@Injectable()
export class SqlConnectionAttempts implements ConnectionAttempts {
  constructor(
    private readonly database: Database,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  async record(attempt: ConnectionAttempt): Promise<void> {
    const { tenantId, provider, by, connectionId, kind, outcome, reason, durationMs } = attempt;
    await this.database.execute(
      `INSERT INTO connection_attempts (tenant_id, id, provider, connection_id, kind, outcome, reason, duration_ms,
         created_by, updated_by, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $10)`,
      [
        ...[tenantId, this.random.id(), provider, connectionId, kind, outcome, reason, durationMs],
        ...[by, this.clock.now()],
      ],
    );
  }

  async purge(before: Date, limit: number): Promise<number> {
    return this.database.execute(
      `DELETE FROM connection_attempts WHERE (tenant_id, id) IN (
         SELECT tenant_id, id FROM connection_attempts WHERE tenant_id = $1 AND created_at < $2 LIMIT $3)`,
      [this.database.tenantId, before, limit],
    );
  }
}
