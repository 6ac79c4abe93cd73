import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import type { Principal } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { canRemove } from '../../domain/connections/access.js';
import type { StoredConnection } from '../../domain/connections/connection.js';
import { connectionNotFound, removalNotAllowed } from '../../domain/connections/connections.errors.js';
import { Connections } from '../../domain/connections/connections.js';
import { NoteRemoval } from './note-removal.js';
import { RevokeConsent } from './revoke-consent.js';
import { SeeConnection } from './see-connection.js';

/** Gives a connection up: at the provider where there is a way, and here whatever the provider says. */
@Injectable()
export class RemoveConnection {
  constructor(
    private readonly see: SeeConnection,
    private readonly connections: Connections,
    private readonly revokeConsent: RevokeConsent,
    private readonly note: NoteRemoval,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws DomainError `connections.not-found`, `authz.permission-denied` */
  async execute(by: Principal, tenantId: Id, id: Id): Promise<void> {
    const viewer = await this.see.viewer(by);
    const connection = await this.see.execute(viewer, tenantId, id);
    if (!canRemove(connection, viewer)) throw removalNotAllowed();
    if (!(await this.remove(connection, by))) throw connectionNotFound();
  }

  /** All that were somebody's alone in a tenant that they no longer belong to. */
  async allOwnedBy(tenantId: Id, ownerId: Id): Promise<void> {
    const owned = await this.unitOfWork.run(() => this.connections.ownedBy(ownerId), { tenantId });
    for (const connection of owned) await this.remove(connection, null);
  }

  private async remove(connection: StoredConnection, by: Principal | null): Promise<boolean> {
    // First there, then here: who is cut off in between finds the connection still in the list, and tries again.
    return this.note.execute(connection, by, await this.revokeConsent.execute(connection));
  }
}
