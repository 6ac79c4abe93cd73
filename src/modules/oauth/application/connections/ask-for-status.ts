import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import type { Principal } from '../../../../kernel/principal.js';
import type { StoredConnection } from '../../domain/connections/connection.js';
import { CheckConnection } from './check-connection.js';
import { SeeConnection } from './see-connection.js';

const GOOD_FOR_MS = 30_000;

/** Whether a connection works: asked of the provider, unless it was a moment ago. */
@Injectable()
export class AskForStatus {
  constructor(
    private readonly see: SeeConnection,
    private readonly check: CheckConnection,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `connections.not-found`, `connections.refresh-busy` */
  async execute(by: Principal, tenantId: Id, id: Id): Promise<StoredConnection> {
    const connection = await this.see.execute(await this.see.viewer(by), tenantId, id);
    const { lastCheckedAt } = connection;
    const isRecent = lastCheckedAt && this.clock.now().getTime() - lastCheckedAt.getTime() < GOOD_FOR_MS;
    return isRecent ? connection : this.check.execute(connection);
  }
}
