import type { Transaction } from './transaction.js';

/** The state of one `DeferredCommit.run`: the transaction that its units of work share. */
export class Deferral {
  /** Begun by the first unit of work, not before: until then no connection is held. */
  transaction?: Transaction;
  closed = false;
  private last: Promise<unknown> = Promise.resolve();

  /** Units of work that were started side by side take turns: they share one connection. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
