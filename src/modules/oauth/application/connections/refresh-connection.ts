/**
 * The one way to new tokens. Of any number who want them at once, on any number of nodes, one asks the provider: it
 * takes the lease of the row, and what it brings is stored only while the lease is still its own.
 */
import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { Random } from '../../../../kernel/random.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import type { StoredConnection } from '../../domain/connections/connection.js';
import { connectionNotFound, refreshBusy } from '../../domain/connections/connections.errors.js';
import { Connections } from '../../domain/connections/connections.js';
import { Pause } from '../../domain/connections/pause.js';
import { RefreshClaimed } from './refresh-claimed.js';

/** Longer than the provider client ever takes; who is not back by then is taken for dead. */
export const LEASE_MS = 30_000;
const FIRST_PAUSE_MS = 40;
const LONGEST_PAUSE_MS = 400;
/** About ten seconds of waiting for another node. */
const TRIES = 30;

@Injectable()
export class RefreshConnection {
  private readonly running = new Map<string, Promise<StoredConnection>>();

  constructor(
    private readonly connections: Connections,
    private readonly refreshClaimed: RefreshClaimed,
    private readonly unitOfWork: UnitOfWork,
    private readonly pause: Pause,
    private readonly random: Random,
  ) {}

  /**
   * @param outdated version of the tokens that are not good enough
   * @returns the connection as it is after the refresh, whoever did it and however it ended, or as it is where the
   *   provider is not to be asked yet
   * @throws DomainError `connections.not-found`, `connections.refresh-busy`
   */
  async execute(tenantId: Id, id: Id, outdated: number): Promise<StoredConnection> {
    const key = `${tenantId}:${id}`;
    const running = this.running.get(key);
    if (running) return running;
    const refreshed = this.refresh(tenantId, id, outdated).finally(() => this.running.delete(key));
    this.running.set(key, refreshed);
    return refreshed;
  }

  private async refresh(tenantId: Id, id: Id, outdated: number): Promise<StoredConnection> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const lease = { id: this.random.id(), forMs: LEASE_MS };
      const claimed = await this.unitOfWork.run(() => this.connections.claim(id, outdated, lease), {
        tenantId,
      });
      if (claimed) return this.refreshClaimed.execute(claimed);
      const connection = await this.unitOfWork.run(() => this.connections.find(id), { tenantId });
      if (!connection) throw connectionNotFound();
      if (connection.version > outdated || connection.heldOffUntil) return connection;
      await this.pause.for(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 1.3 ** tries));
    }
    throw refreshBusy();
  }
}
