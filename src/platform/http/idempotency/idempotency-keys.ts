import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { SealedColumns } from '../../crypto/sealed-columns.js';
import { Database } from '../../database/database.js';

const HOURS_KEPT = 24;

/** Whose key it is, and which. */
export interface IdempotencyKey {
  /** A user's id, or `anonymous`. */
  readonly scope: string;
  readonly key: string;
}

export interface StoredAnswer {
  readonly requestHash: Buffer;
  readonly status: number;
  /** JSON text; null when the answer had no body. */
  readonly body: string | null;
}

/** Answers already given, sealed because they may hold what is shown only once. */
@Injectable()
export class IdempotencyKeys {
  private readonly answers;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    sealed: SealedColumns,
  ) {
    this.answers = sealed.declare({
      table: 'idempotency_keys',
      column: 'answer',
      key: { scope: 'text', key: 'text' },
      context: ({ scope, key }: Pick<IdempotencyKey, 'scope' | 'key'>) =>
        `idempotency_keys.answer:${scope}:${key}`,
    });
  }

  async find(id: IdempotencyKey): Promise<StoredAnswer | undefined> {
    const [row] = await this.database.query<{ request_hash: Buffer; status: number; answer: Buffer | null }>(
      `select request_hash, status, answer from idempotency_keys
        where scope = $1 and key = $2 and expires_at > $3`,
      [id.scope, id.key, this.clock.now()],
    );
    if (!row) return undefined;
    return {
      requestHash: row.request_hash,
      status: row.status,
      body: row.answer && this.answers.open({ ...id }, row.answer),
    };
  }

  /**
   * Stores an answer in the ambient transaction. Waits while another transaction is storing the same key.
   * @returns false when the key is taken
   */
  async claim(id: IdempotencyKey, answer: StoredAnswer): Promise<boolean> {
    const now = this.clock.now();
    const sealed = answer.body === null ? null : this.answers.seal({ ...id }, answer.body);
    const affected = await this.database.execute(
      `insert into idempotency_keys (scope, key, request_hash, status, answer, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (scope, key) do update
          set request_hash = excluded.request_hash, status = excluded.status, answer = excluded.answer,
              created_at = excluded.created_at, expires_at = excluded.expires_at
        where idempotency_keys.expires_at <= excluded.created_at`,
      [id.scope, id.key, answer.requestHash, answer.status, sealed, now, expiry(now)],
    );
    return affected === 1;
  }

  /** @returns how many expired keys were deleted, at most `limit` */
  async deleteExpired(limit: number): Promise<number> {
    return this.database.execute(
      `delete from idempotency_keys where (scope, key) in (
         select scope, key from idempotency_keys where expires_at <= $1
          order by expires_at limit $2 for update skip locked)`,
      [this.clock.now(), limit],
    );
  }
}

function expiry(now: Date): Date {
  return new Date(now.getTime() + HOURS_KEPT * 3_600_000);
}
