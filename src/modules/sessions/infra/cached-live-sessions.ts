/**
 * Sessions from memory. A revocation drops the entry (tag `session:<id>`) here at once and on other nodes through
 * the bus; while the bus is down nothing older than 700 ms is believed.
 */
import { Injectable } from '@nestjs/common';
import { Digest } from '../../../kernel/digest.js';
import type { Id } from '../../../kernel/id.js';
import { RequestContext } from '../../../kernel/request-context.js';
import { RevocableCache, RevocableCaches } from '../../../platform/cache/revocable-cache.js';
import type { LiveSessions } from '../domain/live-sessions.js';
import { SessionRepository } from '../domain/session.repository.js';
import { sessionTag } from '../domain/session-tags.js';
import type { Session } from '../domain/session.js';
import { SessionTouches } from './session-touches.js';

const CAPACITY = 100_000;
/** Re-read at least this often, so that `lastSeenAt` written by other nodes arrives. */
const MAX_AGE_MS = 60_000;

@Injectable()
export class CachedLiveSessions implements LiveSessions {
  private readonly byKey: RevocableCache<Session>;

  constructor(
    caches: RevocableCaches,
    private readonly sessions: SessionRepository,
    private readonly touches: SessionTouches,
    private readonly digest: Digest,
    private readonly context: RequestContext,
  ) {
    this.byKey = caches.create<Session>({
      name: 'sessions',
      max: CAPACITY,
      maxAgeMs: MAX_AGE_MS,
      tagsOf: (session) => [sessionTag(session.id)],
    });
  }

  byCookie(cookie: string): Session | null | Promise<Session | null> {
    const hash = this.digest.sha256(cookie);
    return this.seen(`c:${hash.toString('base64')}`, () => this.sessions.findByTokenHash(hash));
  }

  byId(id: Id): Session | null | Promise<Session | null> {
    return this.seen(`i:${id}`, () => this.sessions.findById(id));
  }

  private seen(key: string, load: () => Promise<Session | null>): Session | null | Promise<Session | null> {
    const session = this.byKey.peek(key);
    return session ? this.touches.seen(session, this.context.current()) : this.loaded(key, load);
  }

  private async loaded(key: string, load: () => Promise<Session | null>): Promise<Session | null> {
    const session = await this.byKey.get(key, load);
    return session && this.touches.seen(session, this.context.current());
  }
}
