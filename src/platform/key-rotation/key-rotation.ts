import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/id.js';
import { Config } from '../config/config.js';
import { SealedColumns, type SealedColumn } from '../crypto/sealed-columns.js';
import { Database } from '../database/database.js';
import { EachTenant } from '../jobs/each-tenant.js';
import { ColumnRewrap } from './column-rewrap.js';

/** What somebody else works on is looked at again. */
const MOST_PASSES = 10;
const BETWEEN_PASSES_MS = 200;

export interface KeyUse {
  readonly id: string;
  readonly configured: boolean;
  readonly current: boolean;
  /** The last of the list also keys digests: without it token clients must sign in again. */
  readonly digests: boolean;
  /** What it has sealed: `table.column` → rows. */
  readonly sealed: Readonly<Record<string, number>>;
  /** Whether it may be taken out of ENCRYPTION_KEYS. */
  readonly removable: boolean;
}

export interface RotationReport {
  readonly current: string;
  readonly resealed: number;
  /** Rows whose text does not open, named in the log: they stay as they are. */
  readonly unreadable: number;
  /** Readable rows that another key has sealed: somebody held them, or a node still seals with an old key. */
  readonly remaining: number;
  readonly keys: readonly KeyUse[];
}

export interface RotationProgress {
  readonly resealed: number;
  readonly of: number;
}

/** Seals anew what another than the current encryption key has sealed, while the service works. */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly config: Config,
    private readonly columns: SealedColumns,
    private readonly rewrap: ColumnRewrap,
    private readonly eachTenant: EachTenant,
    private readonly database: Database,
  ) {}

  async status(): Promise<readonly KeyUse[]> {
    const counts = new Map<string, Record<string, number>>();
    for (const column of this.columns.all)
      await this.inEachPlace(column, async (tenantId) => {
        for (const [id, count] of await this.rewrap.count(column, tenantId)) {
          const sealed = counts.get(id) ?? {};
          const name = `${column.table}.${column.column}`;
          counts.set(id, { ...sealed, [name]: (sealed[name] ?? 0) + count });
        }
      });
    const { encryptionKeys, sealingKey } = this.config;
    const ids = new Set([...encryptionKeys.map(({ id }) => id), ...counts.keys()]);
    return [...ids].map((id) => ({
      id,
      configured: encryptionKeys.some((key) => key.id === id),
      current: id === sealingKey.id,
      digests: id === encryptionKeys.at(-1)!.id,
      sealed: counts.get(id) ?? {},
      removable: id !== sealingKey.id && !counts.has(id),
    }));
  }

  /** Safe to cut off and run again, and to run twice at once. */
  async rotate(tell: (progress: RotationProgress) => void): Promise<RotationReport> {
    const of = stale(await this.status());
    let resealed = 0;
    let [unreadable, keys]: [number, readonly KeyUse[]] = [0, []];
    for (let pass = 0; pass < MOST_PASSES; pass += 1) {
      if (pass > 0) await setTimeout(BETWEEN_PASSES_MS);
      unreadable = await this.passOverAll((batch) => {
        resealed += batch;
        tell({ resealed, of });
      });
      keys = await this.status();
      if (stale(keys) <= unreadable) break;
    }
    await this.forget(keys.filter(({ removable }) => removable).map(({ id }) => id));
    const remaining = Math.max(0, stale(keys) - unreadable);
    return { current: this.config.sealingKey.id, resealed, unreadable, remaining, keys };
  }

  /** The service starts without them. */
  private async forget(ids: readonly string[]): Promise<void> {
    await this.database.execute(`DELETE FROM encryption_keys WHERE id = ANY ($1)`, [ids]);
  }

  /** @returns how many rows do not open */
  private async passOverAll(done: (resealed: number) => void): Promise<number> {
    let unreadable = 0;
    for (const column of this.columns.all)
      await this.inEachPlace(column, async (tenantId) => {
        for await (const batch of this.rewrap.pass(column, tenantId)) {
          unreadable += batch.unreadable;
          done(batch.resealed);
        }
      });
    return unreadable;
  }

  private async inEachPlace(
    { inTenants }: SealedColumn,
    work: (tenantId?: Id) => Promise<void>,
  ): Promise<void> {
    if (!inTenants) return work();
    const inTenant = async (tenantId: Id) => {
      await work(tenantId);
      return 0;
    };
    await this.eachTenant.run(inTenant, new AbortController().signal);
  }
}

/** How much is not sealed with the current key. */
function stale(keys: readonly KeyUse[]): number {
  const counts = keys.filter(({ current }) => !current).flatMap(({ sealed }) => Object.values(sealed));
  return counts.reduce((sum, count) => sum + count, 0);
}
