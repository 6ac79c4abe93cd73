import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { ConnectionAttempts } from '../../domain/connections/connection-attempts.js';
import { Connections } from '../../domain/connections/connections.js';
import { allAtOnce, type TellFailure } from './all-at-once.js';
import { CheckConnection } from './check-connection.js';
import { RefreshClaimed } from './refresh-claimed.js';
import { LEASE_MS } from './refresh-connection.js';

const HOUR_MS = 60 * 60 * 1000;
const CHECKED_EVERY_MS = 6 * HOUR_MS;
const ATTEMPTS_KEPT_MS = 90 * 24 * HOUR_MS;

/** What is done for connections without anybody asking, in one tenant after the other. */
@Injectable()
export class TendConnections {
  constructor(
    private readonly connections: Connections,
    private readonly refreshClaimed: RefreshClaimed,
    private readonly check: CheckConnection,
    private readonly attempts: ConnectionAttempts,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Refreshes what will soon expire. @param limit how many at once @returns how many there were */
  async refreshDue(tenantId: Id, limit: number, tell: TellFailure): Promise<number> {
    const claim = () => this.connections.claimDue({ forMs: LEASE_MS }, limit);
    const claimed = await this.unitOfWork.run(claim, { tenantId });
    await allAtOnce(claimed, (connection) => this.refreshClaimed.execute(connection), tell);
    return claimed.length;
  }

  /** Looks after those that nobody asked about for a while. @returns as `refreshDue` */
  async checkDue(tenantId: Id, limit: number, tell: TellFailure): Promise<number> {
    const now = this.clock.now();
    const next = new Date(now.getTime() + CHECKED_EVERY_MS);
    const due = await this.unitOfWork.run(() => this.connections.takeDueChecks(now, next, limit), {
      tenantId,
    });
    await allAtOnce(due, (connection) => this.check.execute(connection), tell);
    return due.length;
  }

  async purgeAttempts(tenantId: Id, limit: number): Promise<number> {
    const before = new Date(this.clock.now().getTime() - ATTEMPTS_KEPT_MS);
    return this.unitOfWork.run(() => this.attempts.purge(before, limit), { tenantId });
  }
}
