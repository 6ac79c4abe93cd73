import { createSecretKey } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Id } from '../../kernel/id.js';
import { Random } from '../../kernel/random.js';
import { Database } from '../database/database.js';
import type { DataKey } from './kept-keys.js';
import { SealedColumns } from './sealed-columns.js';
import type { VaultScope } from './vault.js';

const KEY_BYTES = 32;
/** Only a key that is destroyed the moment it was made takes a second try. */
const TRIES = 3;

/** What a wrapped key is bound to. */
type KeyRow = Readonly<{ tenant_id: Id; user_id: Id | null; id: Id }>;

export interface WrappedKey {
  readonly id: Id;
  readonly wrapped: Buffer;
}

/** The table of data keys, each wrapped by an encryption key. Works in the ambient transaction, in its tenant. */
@Injectable()
export class DataKeys {
  private readonly wrapped;

  constructor(
    private readonly database: Database,
    private readonly random: Random,
    private readonly clock: Clock,
    sealed: SealedColumns,
  ) {
    this.wrapped = sealed.declare({
      table: 'data_keys',
      column: 'wrapped',
      key: { tenant_id: 'uuid', id: 'uuid' },
      also: ['user_id'],
      inTenants: true,
      context: (row: KeyRow) => `data_keys.wrapped:${row.tenant_id}:${row.user_id ?? ''}:${row.id}`,
    });
  }

  async find({ tenantId, userId }: VaultScope): Promise<WrappedKey | null> {
    const [row] = await this.database.query<WrappedKey>(
      `SELECT id, wrapped FROM data_keys WHERE tenant_id = $1 AND user_id IS NOT DISTINCT FROM $2`,
      [tenantId, userId],
    );
    return row ?? null;
  }

  /** Of any number at once one makes it: the others wait for that transaction, and use the same. */
  async findOrMake(scope: VaultScope): Promise<WrappedKey> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const key = (await this.find(scope)) ?? (await this.make(scope));
      if (key) return key;
    }
    throw new Error('a data key ends as often as it is made');
  }

  /** @throws Unsealable when it was moved to another tenant or person, or its encryption key is not configured */
  unwrap(scope: VaultScope, { id, wrapped }: WrappedKey): DataKey {
    const secret = this.wrapped.open(rowOf(scope, id), wrapped);
    return { id, key: createSecretKey(Buffer.from(secret, 'base64url')) };
  }

  async delete({ tenantId, userId }: VaultScope): Promise<void> {
    await this.database.execute(
      `DELETE FROM data_keys WHERE tenant_id = $1 AND user_id IS NOT DISTINCT FROM $2`,
      [tenantId, userId],
    );
  }

  private async make(scope: VaultScope): Promise<WrappedKey | null> {
    const { tenantId, userId } = scope;
    const id = this.random.id();
    const wrapped = this.wrapped.seal(rowOf(scope, id), this.random.token(KEY_BYTES));
    const made = await this.database.execute(
      `INSERT INTO data_keys (tenant_id, id, user_id, wrapped, created_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT ON CONSTRAINT data_keys_one_each DO NOTHING`,
      [tenantId, id, userId, wrapped, this.clock.now()],
    );
    return made === 1 ? { id, wrapped } : null;
  }
}

const rowOf = ({ tenantId, userId }: VaultScope, id: Id): KeyRow => ({
  tenant_id: tenantId,
  user_id: userId ?? null,
  id,
});
