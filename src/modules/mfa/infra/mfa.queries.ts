import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import type { Page } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { pageOf, type PageQueryDto } from '../../../platform/http/page.dto.js';
import type { Factor } from '../domain/factor.js';
import type { TrustedDeviceRow } from './mfa.dto.js';
import { FACTOR_COLUMNS } from './sql-factor.repository.js';

@Injectable()
export class MfaQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Confirmed ones, newest first. */
  async factorsOf(userId: Id, { limit, cursor }: PageQueryDto): Promise<Page<Factor>> {
    const rows = await this.database.query<Factor>(
      `SELECT ${FACTOR_COLUMNS} FROM mfa_devices
       WHERE user_id = $1 AND confirmed_at IS NOT NULL AND ($2::uuid IS NULL OR id < $2)
       ORDER BY id DESC LIMIT $3 + 1`,
      [userId, cursor ?? null, limit],
    );
    return pageOf(rows, limit);
  }

  async trustedDevicesOf(userId: Id, { limit, cursor }: PageQueryDto): Promise<Page<TrustedDeviceRow>> {
    const rows = await this.database.query<TrustedDeviceRow>(
      `SELECT id, ip, user_agent AS "userAgent", created_at AS "createdAt", last_used_at AS "lastUsedAt",
         expires_at AS "expiresAt"
       FROM mfa_trusted_devices WHERE user_id = $1 AND expires_at > $2 AND ($3::uuid IS NULL OR id < $3)
       ORDER BY id DESC LIMIT $4 + 1`,
      [userId, this.clock.now(), cursor ?? null, limit],
    );
    return pageOf(rows, limit);
  }

  async backupCodesOf(userId: Id): Promise<number> {
    const [row] = await this.database.query<{ remaining: number }>(
      `SELECT count(*)::integer AS remaining FROM mfa_backup_codes WHERE user_id = $1 AND used_at IS NULL`,
      [userId],
    );
    return row?.remaining ?? 0;
  }
}
