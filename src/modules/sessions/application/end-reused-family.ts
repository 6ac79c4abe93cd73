import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Outbox } from '../../../kernel/outbox.js';
import { Random } from '../../../kernel/random.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import type { Origin, Session } from '../domain/session.js';
import { refreshTokenReused } from '../domain/sessions.events.js';
import { RevokeSessions } from './revoke-sessions.js';

/** Two holders of one token family means that one of them stole it: both are signed out, the owner is told. */
@Injectable()
export class EndReusedFamily {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly revokeSessions: RevokeSessions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  async execute(session: Session, from: Origin): Promise<void> {
    await this.unitOfWork.run(async () => {
      const ended = await this.revokeSessions.one(session.userId, session.id, 'refresh-token-reused');
      if (!ended) return;
      await this.outbox.publish(refreshTokenReused(this.random.id(), session, this.clock.now(), from));
    });
  }
}
