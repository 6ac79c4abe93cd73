import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import type { Principal } from '../../../../kernel/principal.js';
import { canUse } from '../../domain/connections/access.js';
import { reasonAt, retrySecondsAt, type StoredConnection } from '../../domain/connections/connection.js';
import {
  connectionNotFound,
  needsReauth,
  nothingToRefresh,
  providerUnavailable,
} from '../../domain/connections/connections.errors.js';
import { isPassing } from '../../domain/providers/fault.js';
import { RefreshConnection } from './refresh-connection.js';
import { SeeConnection } from './see-connection.js';

/** Gets new tokens because somebody says so: also for a connection that is taken for broken. */
@Injectable()
export class ForceRefresh {
  constructor(
    private readonly see: SeeConnection,
    private readonly refresh: RefreshConnection,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `connections.not-found`, `connections.needs-reauth`, `connections.nothing-to-refresh`,
   *   `connections.provider-unavailable`, `connections.refresh-busy`
   */
  async execute(by: Principal, tenantId: Id, id: Id): Promise<StoredConnection> {
    const connection = await this.see.execute({ principal: by, manages: false }, tenantId, id);
    if (!canUse(connection, by)) throw connectionNotFound();
    if (!connection.refreshable) throw this.unrefreshable(connection);
    const refreshed = await this.refresh.execute(tenantId, id, connection.version);
    const { reason } = refreshed;
    if (reason === null) return refreshed;
    const seconds = retrySecondsAt(refreshed, this.clock.now());
    throw isPassing(reason) ? providerUnavailable(reason, seconds) : needsReauth(reason);
  }

  /** Trying would end what works: an access token that needs no refresh token is not broken for lack of one. */
  private unrefreshable(connection: StoredConnection) {
    const fault = reasonAt(connection, this.clock.now());
    return fault === null || isPassing(fault) ? nothingToRefresh() : needsReauth(fault);
  }
}
