import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/id.js';
import { UnitOfWork } from '../../kernel/unit-of-work.js';
import { Database } from '../database/database.js';

const PAGE = 500;
/** Of steps that mostly wait for somebody else. */
const AT_ONCE = 4;

/** For jobs about rows that belong to tenants: each step enters one of them, and never sees two at once. */
@Injectable()
export class EachTenant {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** One after the other. @returns the sum of what `work` returned */
  async run(work: (tenantId: Id) => Promise<number>, signal: AbortSignal): Promise<number> {
    let total = 0;
    for await (const tenantId of this.all()) {
      signal.throwIfAborted();
      total += await work(tenantId);
    }
    return total;
  }

  /**
   * For what waits for others: a few tenants at once, and who has more to do comes again when everybody had their turn.
   * @param size most that one step deals with
   * @param step deals with at most `size` and says how many they were
   * @returns how many there were in all
   */
  async inTurns(
    size: number,
    step: (tenantId: Id, limit: number) => Promise<number>,
    signal: AbortSignal,
  ): Promise<number> {
    let total = 0;
    const tenants = this.all();
    const again: Id[] = [];
    const failed = new AbortController();
    const stop = AbortSignal.any([signal, failed.signal]);
    const next = async (): Promise<Id | undefined> => (await tenants.next()).value ?? again.shift();
    const lane = async (): Promise<void> => {
      for (let tenantId = await next(); tenantId !== undefined; tenantId = await next()) {
        stop.throwIfAborted();
        const done = await step(tenantId, size);
        total += done;
        if (done >= size) again.push(tenantId);
      }
    };
    const lanes = Array.from({ length: AT_ONCE }, () =>
      lane().catch((error: unknown) => failed.abort(error)),
    );
    await Promise.all(lanes);
    stop.throwIfAborted();
    return total;
  }

  private async *all(): AsyncGenerator<Id, undefined> {
    let last: Id | null = null;
    for (;;) {
      const tenantIds: Id[] = await this.after(last);
      yield* tenantIds;
      if (tenantIds.length < PAGE) return;
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
