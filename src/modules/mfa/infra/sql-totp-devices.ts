// Secrets of authenticator apps: sealed with the row they belong to, so that one moved to another row does not open.
import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { SealedColumns } from '../../../platform/crypto/sealed-columns.js';
import { UnreadableSecrets } from '../../../platform/crypto/unreadable-secrets.js';
import { Database } from '../../../platform/database/database.js';
import type { Factor } from '../domain/factor.js';
import type { NewTotpDevice, TotpDevice, TotpDevices } from '../domain/totp-devices.js';
import { FACTOR_COLUMNS } from './sql-factor.repository.js';

interface TotpRow {
  readonly id: Id;
  readonly sealed: Buffer;
  /** A bigint comes as text. */
  readonly lastStep: string;
}

const TOTP_COLUMNS = `id, secret_sealed AS sealed, last_step AS "lastStep"`;
/** Whoever knows the password only may begin them: they must not pile up, nor use up the owner's room. */
const MOST_UNCONFIRMED = 5;

@Injectable()
export class SqlTotpDevices implements TotpDevices {
  private readonly secrets;

  constructor(
    private readonly database: Database,
    private readonly unreadable: UnreadableSecrets,
    sealed: SealedColumns,
  ) {
    this.secrets = sealed.declare({
      table: 'mfa_devices',
      column: 'secret_sealed',
      key: { id: 'uuid' },
      context: ({ id }: { id: Id }) => `mfa_devices.secret_sealed ${id}`,
    });
  }

  /** No step was accepted yet: -1. Of those that were begun and never confirmed the newest few stay. */
  async insert({ id, userId, name, secret, now }: NewTotpDevice, most: number): Promise<boolean> {
    await this.database.execute(
      `DELETE FROM mfa_devices WHERE id IN (
         SELECT id FROM mfa_devices WHERE user_id = $1 AND confirmed_at IS NULL ORDER BY id DESC OFFSET $2)`,
      [userId, MOST_UNCONFIRMED - 1],
    );
    const inserted = await this.database.execute(
      `INSERT INTO mfa_devices (id, user_id, kind, name, created_at, secret_sealed, last_step)
       SELECT $1, $2, 'totp', $3, $4, $5, -1
       WHERE (SELECT count(*) FROM mfa_devices WHERE user_id = $2 AND confirmed_at IS NOT NULL) < $6::integer`,
      [id, userId, name, now, this.secrets.seal({ id }, secret), most],
    );
    return inserted > 0;
  }

  async confirmedOf(userId: Id): Promise<TotpDevice[]> {
    const rows = await this.database.query<TotpRow>(
      `SELECT ${TOTP_COLUMNS} FROM mfa_devices
       WHERE user_id = $1 AND kind = 'totp' AND confirmed_at IS NOT NULL`,
      [userId],
    );
    return rows.map((row) => this.open(row)).filter((device) => device !== null);
  }

  async findUnconfirmed(userId: Id, id: Id): Promise<TotpDevice | null> {
    const [row] = await this.database.query<TotpRow>(
      `SELECT ${TOTP_COLUMNS} FROM mfa_devices
       WHERE id = $2 AND user_id = $1 AND kind = 'totp' AND confirmed_at IS NULL`,
      [userId, id],
    );
    return row ? this.open(row) : null;
  }

  /** Compare and set: of any number at once, over any number of nodes, one finds the step unused. */
  async advance(id: Id, step: number, now: Date): Promise<boolean> {
    const advanced = await this.database.execute(
      `UPDATE mfa_devices SET last_step = $2, last_used_at = $3
       WHERE id = $1 AND last_step < $2 AND confirmed_at IS NOT NULL`,
      [id, step, now],
    );
    return advanced > 0;
  }

  async confirm(userId: Id, id: Id, step: number, now: Date): Promise<Factor | null> {
    const [factor] = await this.database.query<Factor>(
      `UPDATE mfa_devices SET last_step = $3, confirmed_at = $4
       WHERE id = $2 AND user_id = $1 AND kind = 'totp' AND last_step < $3 AND confirmed_at IS NULL
       RETURNING ${FACTOR_COLUMNS}`,
      [userId, id, step, now],
    );
    return factor ?? null;
  }

  /** null: no code is right for a secret that cannot be read. Others of the person still are. */
  private open({ id, sealed, lastStep }: TotpRow): TotpDevice | null {
    const secret = this.unreadable.read(this.secrets.name, id, () => this.secrets.open({ id }, sealed));
    return secret === null ? null : { id, secret, lastStep: Number(lastStep) };
  }
}
