import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import type { Principal } from '../../../../kernel/principal.js';
import { canUse } from '../../domain/connections/access.js';
import type { StoredConnection } from '../../domain/connections/connection.js';
import {
  connectionNotFound,
  needsReauth,
  providerUnavailable,
} from '../../domain/connections/connections.errors.js';
import { isPassing } from '../../domain/providers/fault.js';
import { RefreshConnection } from './refresh-connection.js';
import { SeeConnection } from './see-connection.js';

const RETRY_SECONDS = 30;

/** Gets new tokens because somebody says so: also for a connection that is taken for broken. */
@Injectable()
export class ForceRefresh {
  constructor(
    private readonly see: SeeConnection,
    private readonly refresh: RefreshConnection,
  ) {}

  /**
   * @throws DomainError `connections.not-found`, `connections.needs-reauth`, `connections.provider-unavailable`,
   *   `connections.refresh-busy`
   */
  async execute(by: Principal, tenantId: Id, id: Id): Promise<StoredConnection> {
    const connection = await this.see.execute({ principal: by, manages: false }, tenantId, id);
    if (!canUse(connection, by)) throw connectionNotFound();
    const { reason, ...refreshed } = await this.refresh.execute(tenantId, id, connection.version);
    if (reason === null) return { ...refreshed, reason };
    throw isPassing(reason) ? providerUnavailable(reason, RETRY_SECONDS) : needsReauth(reason);
  }
}
