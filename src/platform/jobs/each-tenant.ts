import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/id.js';
import { UnitOfWork } from '../../kernel/unit-of-work.js';
import { Database } from '../database/database.js';

const PAGE = 500;

/** For jobs about rows that belong to tenants: they enter one after the other, and never see two at once. */
@Injectable()
export class EachTenant {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns the sum of what `work` returned */
  async run(work: (tenantId: Id) => Promise<number>, signal: AbortSignal): Promise<number> {
    let total = 0;
    let last: Id | null = null;
    for (;;) {
      const tenantIds: Id[] = await this.after(last);
      for (const tenantId of tenantIds) {
        signal.throwIfAborted();
        total += await work(tenantId);
      }
      if (tenantIds.length < PAGE) return total;
      last = tenantIds.at(-1)!;
    }
  }

  private async after(last: Id | null): Promise<Id[]> {
    const rows = await this.unitOfWork.run(
      () =>
        this.database.query<{ id: Id }>(
          `SELECT id FROM tenants WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2`,
          [last, PAGE],
        ),
      { everyTenant: true },
    );
    return rows.map(({ id }) => id);
  }
}
