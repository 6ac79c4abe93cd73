import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import type { Factor } from '../domain/factor.js';
import type { NewPasskey, Passkey, Passkeys } from '../domain/passkeys.js';
import { FACTOR_COLUMNS } from './sql-factor.repository.js';

interface PasskeyRow extends Omit<Passkey, 'signCount'> {
  /** A bigint comes as text. */
  readonly signCount: string;
}

const COLUMNS = `id, user_id AS "userId", credential_id AS "credentialId", public_key AS "publicKey",
  sign_count AS "signCount", transports, backup_eligible AS "backupEligible"`;

@Injectable()
export class SqlPasskeys implements Passkeys {
  constructor(private readonly database: Database) {}

  async insert(passkey: NewPasskey, most: number): Promise<Factor | null> {
    const { id, userId, name, createdAt, credentialId, publicKey, signCount } = passkey;
    const { transports, aaguid, backupEligible, backedUp } = passkey;
    const [factor] = await this.database.query<Factor>(
      `INSERT INTO mfa_devices (id, user_id, kind, name, created_at, confirmed_at, credential_id, public_key, sign_count,
         transports, aaguid, backup_eligible, backed_up)
       SELECT $1, $2, 'passkey', $3, $4, $4, $5, $6, $7, $8, $9, $10, $11
       WHERE (SELECT count(*) FROM mfa_devices WHERE user_id = $2 AND confirmed_at IS NOT NULL) < $12::integer
       ON CONFLICT (credential_id) DO NOTHING RETURNING ${FACTOR_COLUMNS}`,
      [
        ...[id, userId, name, createdAt, credentialId, publicKey, signCount],
        ...[transports, aaguid, backupEligible, backedUp, most],
      ],
    );
    return factor ?? null;
  }

  async findByCredential(credentialId: Buffer): Promise<Passkey | null> {
    const [passkey] = await this.where('credential_id = $1', credentialId);
    return passkey ?? null;
  }

  async ofUser(userId: Id): Promise<Passkey[]> {
    return this.where(`user_id = $1 AND kind = 'passkey'`, userId);
  }

  /** Compare and set: of any number at once, one takes the counter forward. Keys that do not count stay at 0. */
  async advance(id: Id, signCount: number, backedUp: boolean, now: Date): Promise<boolean> {
    const advanced = await this.database.execute(
      `UPDATE mfa_devices SET sign_count = $2, backed_up = $3, last_used_at = $4
       WHERE id = $1 AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0))`,
      [id, signCount, backedUp, now],
    );
    return advanced > 0;
  }

  private async where(condition: string, value: Id | Buffer): Promise<Passkey[]> {
    const rows = await this.database.query<PasskeyRow>(
      `SELECT ${COLUMNS} FROM mfa_devices WHERE ${condition}`,
      [value],
    );
    return rows.map((row) => ({ ...row, signCount: Number(row.signCount) }));
  }
}
