import { Injectable } from '@nestjs/common';
import { Digest } from '../../../kernel/digest.js';
import { Random } from '../../../kernel/random.js';
import { together } from '../../../kernel/together.js';
import { formatRefreshToken, REFRESH_SALT_BYTES } from '../domain/refresh-token.js';
import { SessionActivities } from '../domain/session-activities.js';
import { SessionRepository } from '../domain/session.repository.js';
import type { Origin, Session } from '../domain/session.js';

/** A session and the one secret that opens it, which is never seen again. */
export type IssuedSession =
  | { readonly session: Session; readonly transport: 'cookie'; readonly cookie: string }
  | { readonly session: Session; readonly transport: 'token'; readonly refreshToken: string };

const COOKIE_BYTES = 32;

/** Makes the secret of a session and writes both. Part of the caller's transaction. */
@Injectable()
export class StoreSession {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly activities: SessionActivities,
    private readonly random: Random,
    private readonly digest: Digest,
  ) {}

  async begin(session: Session, origin: Origin): Promise<IssuedSession> {
    const trail = () => this.activities.record(session.id, 'sign-in', origin, session.createdAt);
    const [issued] = await together(this.write(session), trail());
    return issued;
  }

  async write(session: Session): Promise<IssuedSession> {
    const { transport } = session;
    if (transport === 'cookie') {
      const cookie = this.random.token(COOKIE_BYTES);
      await this.sessions.insert(session, { tokenHash: this.digest.sha256(cookie) });
      return { session, transport, cookie };
    }
    const salt = this.random.token(REFRESH_SALT_BYTES);
    await this.sessions.insert(session, { refreshSaltHash: this.digest.sha256(salt) });
    const refreshToken = formatRefreshToken(this.digest, { sessionId: session.id, generation: 0, salt });
    return { session, transport, refreshToken };
  }
}
