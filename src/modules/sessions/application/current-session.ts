import { Injectable } from '@nestjs/common';
import type { Person } from '../../../kernel/principal.js';
import { LiveSessions } from '../domain/live-sessions.js';
import type { Session } from '../domain/session.js';
import { sessionNotFound } from '../domain/sessions.errors.js';

/** The session behind a principal; personal access tokens and service accounts have none. */
@Injectable()
export class CurrentSession {
  constructor(private readonly live: LiveSessions) {}

  /** @throws DomainError `sessions.not-found` */
  async execute(principal: Pick<Person, 'sessionId'>): Promise<Session> {
    const session = principal.sessionId ? await this.live.byId(principal.sessionId) : null;
    if (!session) throw sessionNotFound();
    return session;
  }
}
