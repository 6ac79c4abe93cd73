import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { ConnectionAttempts } from '../../domain/connections/connection-attempts.js';
import type { StoredConnection } from '../../domain/connections/connection.js';
import { Connections } from '../../domain/connections/connections.js';
import { ConnectionEvents } from './connection-events.js';
import type { Revoked } from './revoke-consent.js';

/** Deletes a connection and writes down how it ended. */
@Injectable()
export class NoteRemoval {
  constructor(
    private readonly connections: Connections,
    private readonly attempts: ConnectionAttempts,
    private readonly events: ConnectionEvents,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns whether this call deleted it */
  async execute(connection: StoredConnection, by: Principal | null, revoked: Revoked): Promise<boolean> {
    const { tenantId, provider, ownerId, id } = connection;
    const { revocation, outcome, reason, durationMs } = revoked;
    return this.unitOfWork.run(
      async () => {
        if (!(await this.connections.delete(id))) return false;
        await this.attempts.record({
          ...{ tenantId, provider, by: ownerId, connectionId: id, kind: 'revoke' },
          ...{ outcome, reason, durationMs: Math.round(durationMs) },
        });
        await this.events.changed('connection.removed', connection, by, { revocation, reason });
        return true;
      },
      { tenantId },
    );
  }
}
