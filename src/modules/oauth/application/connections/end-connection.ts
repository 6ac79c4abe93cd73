import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { ConnectionAttempts } from '../../domain/connections/connection-attempts.js';
import type { StoredConnection } from '../../domain/connections/connection.js';
import { Connections } from '../../domain/connections/connections.js';
import { isPassing } from '../../domain/providers/fault.js';
import { ConnectionEvents } from './connection-events.js';
import { RevokeConsent, type Revoked } from './revoke-consent.js';

/** Ends a connection: first at the provider, then here. Who is cut off in between finds it still there. */
@Injectable()
export class EndConnection {
  constructor(
    private readonly revokeConsent: RevokeConsent,
    private readonly connections: Connections,
    private readonly attempts: ConnectionAttempts,
    private readonly events: ConnectionEvents,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @param mayStay whether it stays while its provider cannot be reached; else it ends whatever the provider says
   * @returns `gone` when somebody else ended it meanwhile
   */
  async execute(
    connection: StoredConnection,
    by: Principal | null,
    mayStay = false,
  ): Promise<'ended' | 'stays' | 'gone'> {
    const revoked = await this.revokeConsent.execute(connection);
    if (mayStay && revoked.fault !== null && isPassing(revoked.fault)) return 'stays';
    const { tenantId } = connection;
    return this.unitOfWork.run(() => this.end(connection, by, revoked), { tenantId });
  }

  private async end(connection: StoredConnection, by: Principal | null, revoked: Revoked) {
    const { tenantId, provider, ownerId, id } = connection;
    const { revocation, fault: reason, durationMs } = revoked;
    if (!(await this.connections.delete(id))) return 'gone';
    await this.attempts.record({
      ...{ tenantId, provider, by: ownerId, connectionId: id, kind: 'revoke' },
      ...{ outcome: reason ? 'failed' : 'completed', reason, durationMs: Math.round(durationMs) },
    });
    await this.events.changed('connection.removed', connection, by, { revocation, reason });
    return 'ended';
  }
}
