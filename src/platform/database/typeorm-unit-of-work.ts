import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { UnitOfWork, WorkScope } from '../../kernel/unit-of-work.js';
import { AmbientTransaction, type Frame } from './ambient-transaction.js';
import type { Deferral } from './deferral.js';
import { Transaction } from './transaction.js';

/**
 * One transaction per outermost `run`, carried by the asynchronous context.
 *
 * - A nested run joins. If it throws, the outer one cannot commit any more, even when it catches the error:
 *   half of a nested use case is never kept.
 * - The scope of a run holds for that run alone; afterwards row-level security sees the outer scope again.
 * - In a deferral (see DeferredCommit) a run that has returned is committed with the others, later.
 */
@Injectable()
export class TypeormUnitOfWork implements UnitOfWork {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ambient: AmbientTransaction,
  ) {}

  run<T>(work: () => Promise<T>, scope: WorkScope = {}): Promise<T> {
    const { frame, deferral } = this.ambient;
    if (frame) return this.join(frame, work, scope);
    if (deferral) return deferral.inTurn(() => this.runDeferred(deferral, work, scope));
    return this.runWhole(work, scope);
  }

  afterCommit(effect: () => void): void {
    const { transaction } = this.ambient;
    if (transaction) transaction.effects.push(effect);
    else effect();
  }

  private async join<T>(frame: Frame, work: () => Promise<T>, scope: WorkScope): Promise<T> {
    try {
      return await frame.transaction.within(scope, work);
    } catch (cause) {
      frame.doomedBy ??= { cause };
      throw cause;
    }
  }

  private async runWhole<T>(work: () => Promise<T>, scope: WorkScope): Promise<T> {
    const transaction = await Transaction.begin(this.dataSource, scope);
    try {
      const result = await this.inFrame(transaction, work);
      await transaction.commit();
      return result;
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
  }

  private async runDeferred<T>(deferral: Deferral, work: () => Promise<T>, scope: WorkScope): Promise<T> {
    const { transaction } = deferral;
    if (transaction)
      return transaction.undoable(() => transaction.within(scope, () => this.inFrame(transaction, work)));
    const begun = await Transaction.begin(this.dataSource);
    try {
      const result = await begun.within(scope, () => this.inFrame(begun, work));
      deferral.transaction = begun;
      return result;
    } catch (error) {
      await begun.rollback();
      throw error;
    }
  }

  private async inFrame<T>(transaction: Transaction, work: () => Promise<T>): Promise<T> {
    const frame: Frame = { transaction };
    const result = await this.ambient.inFrame(frame, work);
    if (frame.doomedBy) throw new Error('a nested unit of work failed', { cause: frame.doomedBy.cause });
    return result;
  }
}
