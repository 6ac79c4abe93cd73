import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AmbientTransaction } from './ambient-transaction.js';
import { Deferral } from './deferral.js';
import { Transaction } from './transaction.js';

/**
 * Leaves the commit of the units of work inside it to the outside, so that the outside can write something
 * that is committed with their effect or not at all, e.g. the stored answer of an Idempotency-Key.
 *
 * - No transaction is open before the first `UnitOfWork.run` inside: a password hashed before it holds no connection.
 * - For the code inside nothing changes: what it wrote it can read, a run that throws leaves nothing behind,
 *   and what a run wrote stays when the handler throws later. Only the effects of `afterCommit` wait for the
 *   real commit.
 */
@Injectable()
export class DeferredCommit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ambient: AmbientTransaction,
  ) {}

  /**
   * @param work what to do; when it throws, the runs that had returned are committed, without `beforeCommit`
   * @param beforeCommit gets the result of `work`; its SQL (through `Database`) is part of the transaction, in one of
   *   its own when `work` had none. When it throws, everything is rolled back.
   */
  async run<T>(work: () => Promise<T>, beforeCommit: (result: T) => Promise<void>): Promise<T> {
    if (this.ambient.frame ?? this.ambient.deferral) throw new Error('DeferredCommit must be outermost');
    const deferral = new Deferral();
    let result: T;
    try {
      result = await this.ambient.inDeferral(deferral, work);
    } catch (error) {
      deferral.closed = true;
      await deferral.transaction?.commit();
      throw error;
    }
    deferral.closed = true;
    await this.finish(deferral.transaction ?? (await Transaction.begin(this.dataSource)), () =>
      beforeCommit(result),
    );
    return result;
  }

  private async finish(transaction: Transaction, beforeCommit: () => Promise<void>): Promise<void> {
    try {
      await this.ambient.inFrame({ transaction }, beforeCommit);
      await transaction.commit();
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
  }
}
