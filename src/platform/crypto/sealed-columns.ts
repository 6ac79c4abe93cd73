import { Injectable } from '@nestjs/common';
import { Sealer } from './sealer.js';

/** What a context is built from: the key of the row, and `also`. */
type Row = Readonly<Record<string, string | null>>;

export interface SealedColumn<R extends Row = Row> {
  readonly table: string;
  readonly column: string;
  /** The primary key, in the order of its index. */
  readonly key: Readonly<Partial<Record<keyof R & string, 'uuid' | 'text'>>>;
  /** Further columns that the context is built from. */
  readonly also?: readonly (keyof R & string)[];
  /** Rows belong to tenants, and are only seen in theirs. */
  readonly inTenants?: boolean;
  /** Never changes: what was sealed with one context opens with no other. */
  readonly context: (row: R) => string;
}

/** What seals and opens the texts of one column. */
export interface ColumnSealer<R extends Row> {
  /** `table.column` */
  readonly name: string;
  seal(row: R, plaintext: string): Buffer;
  /** @throws Unsealable */
  open(row: R, sealed: Buffer): string;
}

/**
 * Every column that encryption keys seal. Who keeps something sealed declares it here and gets what seals it, so that
 * nothing is forgotten when the keys are rotated.
 */
@Injectable()
export class SealedColumns {
  private readonly columns = new Map<string, SealedColumn>();

  constructor(private readonly sealer: Sealer) {}

  declare<R extends Row>(column: SealedColumn<R>): ColumnSealer<R> {
    const name = `${column.table}.${column.column}`;
    this.columns.set(name, column as unknown as SealedColumn);
    return {
      name,
      seal: (row, plaintext) => this.sealer.seal(plaintext, column.context(row)),
      open: (row, sealed) => this.sealer.open(sealed, column.context(row)),
    };
  }

  get all(): readonly SealedColumn[] {
    return [...this.columns.values()];
  }
}
