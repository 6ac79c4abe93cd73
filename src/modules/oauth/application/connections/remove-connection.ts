import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import type { Principal } from '../../../../kernel/principal.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { canRemove } from '../../domain/connections/access.js';
import type { StoredConnection } from '../../domain/connections/connection.js';
import { connectionNotFound, removalNotAllowed } from '../../domain/connections/connections.errors.js';
import { Connections } from '../../domain/connections/connections.js';
import { ProviderCatalogue, ProviderClient } from '../../domain/connections/provider-client.js';
import { TokenVault } from '../../domain/connections/token-vault.js';
import { NoteRemoval, type Revoked } from './note-removal.js';
import { SeeConnection } from './see-connection.js';

/** Gives a connection up: at the provider where there is a way, and here whatever the provider says. */
@Injectable()
export class RemoveConnection {
  constructor(
    private readonly see: SeeConnection,
    private readonly catalogue: ProviderCatalogue,
    private readonly client: ProviderClient,
    private readonly connections: Connections,
    private readonly vault: TokenVault,
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
    const revoked = await this.revoke(connection);
    return this.note.execute(connection, by, revoked);
  }

  private async revoke(connection: StoredConnection): Promise<Revoked> {
    const configured = this.catalogue.configured(connection.provider);
    const { tenantId } = connection;
    const tokens = await this.unitOfWork.run(() => this.vault.open(connection), { tenantId });
    if (!configured)
      return { revocation: 'failed', outcome: 'failed', reason: 'client_misconfigured', durationMs: 0 };
    if (!tokens)
      return { revocation: 'failed', outcome: 'failed', reason: 'tokens_unreadable', durationMs: 0 };
    const { durationMs, ...reply } = await this.client.revoke(configured, tokens);
    if (reply.failure)
      return { revocation: 'failed', outcome: 'failed', reason: reply.failure.fault, durationMs };
    return {
      revocation: reply.value ? 'revoked' : 'unsupported',
      outcome: 'completed',
      reason: null,
      durationMs,
    };
  }
}
