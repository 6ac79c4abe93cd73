import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import type { Person } from '../../../kernel/principal.js';
import { LiveSessions } from '../domain/live-sessions.js';
import type { Session } from '../domain/session.js';

/** Who a cookie or an access token stands for, right now. The hottest path of the service. */
@Injectable()
export class ResolveSession {
  constructor(private readonly live: LiveSessions) {}

  async byCookie(cookie: string): Promise<Person | null> {
    return this.principalOf(await this.live.byCookie(cookie), 'session');
  }

  async byId(id: Id): Promise<Person | null> {
    return this.principalOf(await this.live.byId(id), 'access-token');
  }

  private principalOf(session: Session | null, credential: Person['credential']): Person | null {
    if (!session) return null;
    const { id, userId, activeTenantId, authTime, amr, acr } = session;
    return { credential, userId, sessionId: id, tenantId: activeTenantId, authTime, amr, acr, scopes: null };
  }
}
