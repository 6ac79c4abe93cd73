import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import type { Principal } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { Decide } from '../../../authorization/index.js';
import { canSee, type Viewer } from '../../domain/connections/access.js';
import type { StoredConnection } from '../../domain/connections/connection.js';
import { connectionNotFound } from '../../domain/connections/connections.errors.js';
import { Connections } from '../../domain/connections/connections.js';

/** Finds a connection for somebody who may know of it. */
@Injectable()
export class SeeConnection {
  constructor(
    private readonly connections: Connections,
    private readonly decide: Decide,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async viewer(principal: Principal): Promise<Viewer> {
    return { principal, manages: await this.decide.check(principal, { permission: 'connection:manage' }) };
  }

  /** @throws DomainError `connections.not-found` */
  async execute(viewer: Viewer, tenantId: Id, id: Id): Promise<StoredConnection> {
    const connection = await this.unitOfWork.run(() => this.connections.find(id), { tenantId });
    if (!connection || !canSee(connection, viewer)) throw connectionNotFound();
    return connection;
  }
}
