import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import type { RequestFacts } from '../../../kernel/request-context.js';
import { SessionActivities } from '../domain/session-activities.js';
import { SessionRepository } from '../domain/session.repository.js';
import type { Session } from '../domain/session.js';
import { leastRecent } from '../../../platform/cache/least-recent.js';

/** `lastSeenAt` is exact to about a minute, or to a tenth of the idle time where that is shorter. */
const RESOLUTION_MS = 60_000;
const resolutionOf = ({ idleSeconds }: Session) => Math.min(RESOLUTION_MS, idleSeconds * 100);
/** Between two networks in turn a session is not worth a row per request. */
const MOVES_APART_MS = 60_000;
const FLUSH_MS = 10_000;
/** More distinct sessions than this between two flushes would only cost memory. */
const MAX_PENDING = 200_000;
const MAX_MOVED = 100_000;

interface LastSeen {
  readonly at: Date;
  readonly ip: string;
}

/** Notes that sessions are in use without a write per request: signs of life are collected and written in bulk. */
@Injectable()
export class SessionTouches implements OnApplicationShutdown {
  private readonly logger = new Logger(SessionTouches.name);
  private readonly latest = new WeakMap<Session, LastSeen>();
  /** Where sessions have moved to: a session that is loaded again names the address that it began at. */
  private readonly moves = new LRUCache<Id, LastSeen>(leastRecent(MAX_MOVED));
  private pending = new Map<Id, Date>();

  constructor(
    private readonly sessions: SessionRepository,
    private readonly activities: SessionActivities,
    private readonly clock: Clock,
  ) {}

  /** @returns null when the session is over: its time is up, or it was not used for too long */
  seen(session: Session, request: RequestFacts | undefined): Session | null {
    const now = this.clock.now();
    const last = this.lastSeenOf(session);
    const idleMs = now.getTime() - last.at.getTime();
    if (now >= session.expiresAt || idleMs >= session.idleSeconds * 1000) return null;
    if (idleMs >= resolutionOf(session)) this.touch(session, last, now);
    if (request && request.ip !== last.ip) this.moved(session, request, now);
    return session;
  }

  @Interval(FLUSH_MS)
  async flush(): Promise<void> {
    if (this.pending.size === 0) return;
    const batch = this.pending;
    this.pending = new Map();
    try {
      await this.sessions.touch([...batch].map(([sessionId, at]) => ({ sessionId, at })));
    } catch (error) {
      this.logger.warn(
        { err: error, sessions: batch.size },
        'signs of life were not written, trying again later',
      );
      for (const [id, at] of batch) if (!this.pending.has(id)) this.pending.set(id, at);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  private lastSeenOf(session: Session): LastSeen {
    const known = this.latest.get(session);
    if (known) return known;
    const loaded = { at: session.lastSeenAt, ip: this.moves.get(session.id)?.ip ?? session.ip };
    this.latest.set(session, loaded);
    return loaded;
  }

  private touch(session: Session, last: LastSeen, now: Date): void {
    this.latest.set(session, { ...last, at: now });
    if (this.pending.size < MAX_PENDING) this.pending.set(session.id, now);
  }

  private moved(session: Session, { ip, userAgent }: RequestFacts, now: Date): void {
    const move = this.moves.get(session.id);
    const recorded = move?.ip === ip;
    if (!recorded && move && now.getTime() - move.at.getTime() < MOVES_APART_MS) return;
    this.latest.set(session, { at: this.lastSeenOf(session).at, ip });
    if (recorded) return;
    this.moves.set(session.id, { at: now, ip });
    this.activities.record(session.id, 'address-change', { ip, userAgent }, now).catch((error: unknown) => {
      this.logger.warn({ err: error }, 'an address change was not recorded');
    });
  }
}
