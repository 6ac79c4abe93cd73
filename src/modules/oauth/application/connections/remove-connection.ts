import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import type { Principal } from '../../../../kernel/principal.js';
import { canRemove } from '../../domain/connections/access.js';
import { connectionNotFound, removalNotAllowed } from '../../domain/connections/connections.errors.js';
import { EndConnection } from './end-connection.js';
import { SeeConnection } from './see-connection.js';

/** Gives a connection up: at the provider where there is a way, and here whatever the provider says. */
@Injectable()
export class RemoveConnection {
  constructor(
    private readonly see: SeeConnection,
    private readonly end: EndConnection,
  ) {}

  /** @throws DomainError `connections.not-found`, `authz.permission-denied` */
  async execute(by: Principal, tenantId: Id, id: Id): Promise<void> {
    const viewer = await this.see.viewer(by);
    const connection = await this.see.execute(viewer, tenantId, id);
    if (!canRemove(connection, viewer)) throw removalNotAllowed();
    if ((await this.end.execute(connection, by)) === 'gone') throw connectionNotFound();
  }
}
