import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import type { Person } from '../../../kernel/principal.js';
import { LiveSessions } from '../domain/live-sessions.js';
import type { Session } from '../domain/session.js';

/** Who a cookie or an access token stands for, right now. The hottest path of the service. */
@Injectable()
export class ResolveSession {
  constructor(private readonly live: LiveSessions) {}

  byCookie(cookie: string): Person | null | Promise<Person | null> {
    return personBehind(this.live.byCookie(cookie), 'session');
  }

  /** Who an access token stands for that was issued for this session. */
  byId(id: Id): Person | null | Promise<Person | null> {
    return personBehind(this.live.byId(id), 'access-token');
  }
}

type Found = Session | null;

function personBehind(
  found: Found | Promise<Found>,
  credential: Person['credential'],
): Person | null | Promise<Person | null> {
  return found instanceof Promise
    ? found.then((session) => session && personOf(session, credential))
    : found && personOf(found, credential);
}

function personOf(session: Session, credential: Person['credential']): Person {
  const { id, userId, activeTenantId, authTime, amr, acr } = session;
  return { credential, userId, sessionId: id, tenantId: activeTenantId, authTime, amr, acr, scopes: null };
}
