import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database.js';
import type { SigningKeyRepository } from '../../domain/signing-keys/signing-key.repository.js';
import { SigningKey, type SigningKeyRecord } from '../../domain/signing-keys/signing-key.js';

const COLUMNS = `id, algorithm, public_jwk AS "publicJwk", private_sealed AS "privateSealed", state,
  published_at AS "publishedAt", wanted_at AS "wantedAt", activated_at AS "activatedAt", stopped_at AS "stoppedAt",
  ended_at AS "endedAt"`;
const IN_USE = `SELECT ${COLUMNS} FROM signing_keys
  WHERE state IN ('published', 'current', 'retiring') ORDER BY published_at, id`;

@Injectable()
export class SqlSigningKeyRepository implements SigningKeyRepository {
  constructor(private readonly database: Database) {}

  async inUse(): Promise<SigningKey[]> {
    return this.read(IN_USE);
  }

  /** Locks the table, not its rows: of several nodes that see no key at all, one makes the first. Readers go on. */
  async lockInUse(): Promise<SigningKey[]> {
    await this.database.execute(`LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE`);
    return this.read(IN_USE);
  }

  async all(): Promise<SigningKey[]> {
    return this.read(`SELECT ${COLUMNS} FROM signing_keys ORDER BY published_at DESC, id`);
  }

  async save(key: SigningKey): Promise<void> {
    await this.database.execute(
      `INSERT INTO signing_keys (id, algorithm, public_jwk, private_sealed, state, published_at, wanted_at,
         activated_at, stopped_at, ended_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (id) DO UPDATE SET private_sealed = excluded.private_sealed, state = excluded.state,
         wanted_at = excluded.wanted_at, activated_at = excluded.activated_at, stopped_at = excluded.stopped_at,
         ended_at = excluded.ended_at`,
      [
        key.id,
        key.algorithm,
        key.publicJwk,
        key.privateSealed,
        key.state,
        key.publishedAt,
        key.wantedAt,
        key.activatedAt,
        key.stoppedAt,
        key.endedAt,
      ],
    );
  }

  private async read(sql: string): Promise<SigningKey[]> {
    return (await this.database.query<SigningKeyRecord>(sql)).map((row) => SigningKey.restore(row));
  }
}
