import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import type { OwnSessionLimits, SessionConfigurations } from '../domain/session-configurations.js';
import { stricterLimits, type SessionLimits } from '../domain/session-limits.js';

@Injectable()
export class SqlSessionConfigurations implements SessionConfigurations {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  async limitsOf(directoryId: Id): Promise<SessionLimits> {
    const { raw } = this.config;
    const [own] = await this.database.query<OwnSessionLimits>(
      `SELECT idle_minutes AS "idleMinutes", absolute_hours AS "absoluteHours",
         remember_me_days AS "rememberMeDays"
       FROM session_configurations WHERE directory_id = $1`,
      [directoryId],
    );
    const server = {
      idleMinutes: raw.SESSION_IDLE_MINUTES,
      absoluteHours: raw.SESSION_ABSOLUTE_HOURS,
      rememberMeDays: raw.REMEMBER_ME_DAYS,
    };
    return stricterLimits(server, own ?? {});
  }

  async set(directoryId: Id, own: OwnSessionLimits, now: Date): Promise<void> {
    await this.database.execute(
      `INSERT INTO session_configurations (directory_id, idle_minutes, absolute_hours, remember_me_days, updated_at)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (directory_id) DO UPDATE SET idle_minutes = excluded.idle_minutes,
         absolute_hours = excluded.absolute_hours, remember_me_days = excluded.remember_me_days,
         updated_at = excluded.updated_at`,
      [directoryId, own.idleMinutes, own.absoluteHours, own.rememberMeDays, now],
    );
  }
}
