import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { KnownDevices } from '../domain/known-devices.js';
import { SessionActivities } from '../domain/session-activities.js';
import { SessionRepository } from '../domain/session.repository.js';

const DAY_MS = 86_400_000;
/** Ended sessions stay visible in their owner's history for this long. */
const ENDED_KEPT_DAYS = 30;
const ACTIVITIES_KEPT_DAYS = 90;
const UNUSED_DEVICES_KEPT_DAYS = 365;

/** Deletes what nobody will look at again, a bounded batch at a time. Expiry itself never waits for this. */
@Injectable()
export class PurgeSessions {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly activities: SessionActivities,
    private readonly devices: KnownDevices,
    private readonly clock: Clock,
  ) {}

  /** @returns how many rows went; fewer than `limit` means that nothing is left */
  async ended(limit: number): Promise<number> {
    return this.sessions.purgeEnded(this.daysAgo(ENDED_KEPT_DAYS), limit);
  }

  async oldActivities(limit: number): Promise<number> {
    return this.activities.purge(this.daysAgo(ACTIVITIES_KEPT_DAYS), limit);
  }

  async unusedDevices(limit: number): Promise<number> {
    return this.devices.purgeUnused(this.daysAgo(UNUSED_DEVICES_KEPT_DAYS), limit);
  }

  private daysAgo(days: number): Date {
    return new Date(this.clock.now().getTime() - days * DAY_MS);
  }
}
