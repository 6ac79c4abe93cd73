// One column, a batch at a time. Rows that somebody works on are left for the next pass: to wait for them could end in
// a deadlock with what waits for us.
import { Injectable, Logger } from '@nestjs/common';
import type { Id } from '../../kernel/id.js';
import { UnitOfWork } from '../../kernel/unit-of-work.js';
import { Config } from '../config/config.js';
import type { SealedColumn } from '../crypto/sealed-columns.js';
import { Sealer } from '../crypto/sealer.js';
import { Unsealable } from '../crypto/unsealable.js';
import { Database } from '../database/database.js';

/** Rows of one transaction: few enough to hold no lock for long, enough to be quick. */
const BATCH = 500;

type Row = Record<string, string | null> & { readonly [SEALED]: Buffer };
const SEALED = 'sealed_now';

export interface BatchResult {
  readonly resealed: number;
  readonly unreadable: number;
}

@Injectable()
export class ColumnRewrap {
  private readonly logger = new Logger(ColumnRewrap.name);

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly sealer: Sealer,
    private readonly config: Config,
  ) {}

  /** @returns how many rows each encryption key has sealed */
  async count(column: SealedColumn, tenantId?: Id): Promise<ReadonlyMap<string, number>> {
    const rows = await this.unitOfWork.run(
      () =>
        this.database.query<{ id: string; count: string }>(
          `SELECT ${keyIdOf(column)} AS id, count(*) AS count FROM ${column.table}
           WHERE ${column.column} IS NOT NULL GROUP BY 1`,
        ),
      { tenantId },
    );
    return new Map(rows.map(({ id, count }) => [id, Number(count)]));
  }

  /** Seals with the current key what was sealed with another, each batch for itself. */
  async *pass(column: SealedColumn, tenantId?: Id): AsyncGenerator<BatchResult> {
    let last: Row | undefined;
    for (;;) {
      const { rows, ...result } = await this.unitOfWork.run(() => this.batch(column, last), { tenantId });
      yield result;
      if (rows.length < BATCH) return;
      last = rows.at(-1);
    }
  }

  private async batch(column: SealedColumn, last: Row | undefined): Promise<BatchResult & { rows: Row[] }> {
    const rows = await this.stale(column, last);
    const anew = rows.map((row) => this.resealed(column, row));
    const readable = rows.filter((_, index) => anew[index]);
    await this.store(
      column,
      readable,
      anew.filter((sealed) => sealed !== null),
    );
    return { rows, resealed: readable.length, unreadable: rows.length - readable.length };
  }

  private async stale(column: SealedColumn, last: Row | undefined): Promise<Row[]> {
    const key = Object.keys(column.key);
    const after = last ? `AND (${key.join()}) > (${key.map((_, index) => `$${index + 2}`).join()})` : '';
    return this.database.query<Row>(
      `SELECT ${[...key, ...(column.also ?? [])].join()}, ${column.column} AS ${SEALED} FROM ${column.table}
       WHERE ${column.column} IS NOT NULL AND ${keyIdOf(column)} <> $1 ${after}
       ORDER BY ${key.join()} LIMIT ${BATCH} FOR NO KEY UPDATE SKIP LOCKED`,
      [this.config.sealingKey.id, ...(last ? key.map((name) => last[name]) : [])],
    );
  }

  private resealed({ table, column, key, context }: SealedColumn, row: Row): Buffer | null {
    const place = context(row);
    try {
      return this.sealer.seal(this.sealer.open(row[SEALED], place), place);
    } catch (error) {
      if (!(error instanceof Unsealable)) throw error;
      const which = Object.keys(key).map((name) => row[name]);
      this.logger.error(`${table}.${column} of ${which.join(' ')} cannot be read: ${error.message}`);
      return null;
    }
  }

  private async store(column: SealedColumn, rows: readonly Row[], sealed: readonly Buffer[]): Promise<void> {
    if (rows.length === 0) return;
    const key = Object.entries(column.key);
    await this.database.execute(
      `UPDATE ${column.table} t SET ${column.column} = anew.sealed
       FROM unnest(${key.map(([, type], index) => `$${index + 2}::${type ?? 'text'}[]`).join()}, $1::bytea[])
         AS anew (${key.map(([name]) => name).join()}, sealed)
       WHERE ${key.map(([name]) => `t.${name} = anew.${name}`).join(' AND ')}`,
      [sealed, ...key.map(([name]) => rows.map((row) => row[name]))],
    );
  }
}

/** The first byte of what is sealed is the length of the key's id, which follows it. */
const keyIdOf = ({ column }: SealedColumn) =>
  `CASE WHEN octet_length(${column}) = 0 THEN ''
     ELSE encode(substring(${column} FROM 2 FOR get_byte(${column}, 0)), 'escape') END`;
