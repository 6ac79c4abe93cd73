import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import type { StoredConnection } from '../../domain/connections/connection.js';
import { Connections } from '../../domain/connections/connections.js';
import { allAtOnce, type TellFailure } from './all-at-once.js';
import { EndConnection } from './end-connection.js';

/** Calls to providers at once. */
const AT_ONCE = 16;
/** Of one tenant in one go: others wait for their end too. */
const MOST = 2_000;
/** How long the connections of who left stay while their provider cannot be reached. */
const LEAVING_MS = 60 * 60 * 1000;

export interface Ending {
  /** Nothing stays any longer, whatever providers say. */
  readonly isLast: boolean;
  readonly signal: AbortSignal;
  readonly tell: TellFailure;
}

/** Ends the connections of who leaves a tenant, and of a tenant that is erased. Nobody in particular does it. */
@Injectable()
export class EndConnections {
  constructor(
    private readonly connections: Connections,
    private readonly end: EndConnection,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * All that were somebody's alone when they left.
   * @returns whether none is left; else it has to be tried again
   */
  async ofMember(tenantId: Id, ownerId: Id, leftAt: Date, tell: TellFailure): Promise<boolean> {
    const isLast = this.clock.now().getTime() - leftAt.getTime() >= LEAVING_MS;
    const owned = await this.unitOfWork.run(() => this.connections.ownedBy(ownerId), { tenantId });
    return this.endAll(
      // Who came back meanwhile may have connected something anew.
      owned.filter(({ createdAt }) => createdAt <= leftAt),
      { isLast, tell },
    );
  }

  /** @returns as `ofMember` */
  async ofTenant(tenantId: Id, { signal, ...how }: Ending): Promise<boolean> {
    let areGone = true;
    let last: Id | null = null;
    for (let seen = 0; seen < MOST; seen += AT_ONCE) {
      signal.throwIfAborted();
      const next = (): Promise<StoredConnection[]> => this.connections.after(last, AT_ONCE);
      const page: StoredConnection[] = await this.unitOfWork.run(next, { tenantId });
      areGone = (await this.endAll(page, how)) && areGone;
      if (page.length < AT_ONCE) return areGone;
      last = page.at(-1)!.id;
    }
    return false;
  }

  private async endAll(
    all: readonly StoredConnection[],
    { isLast, tell }: Omit<Ending, 'signal'>,
  ): Promise<boolean> {
    let gone = 0;
    for (let from = 0; from < all.length; from += AT_ONCE) {
      const some = all.slice(from, from + AT_ONCE);
      const outcomes = await allAtOnce(some, (one) => this.end.execute(one, null, !isLast), tell);
      gone += outcomes.filter((outcome) => outcome !== 'stays').length;
    }
    return gone === all.length;
  }
}
