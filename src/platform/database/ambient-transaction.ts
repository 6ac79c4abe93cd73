import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { Deferral } from './deferral.js';
import type { Transaction } from './transaction.js';

/** One `UnitOfWork.run` being executed. */
export interface Frame {
  readonly transaction: Transaction;
  /** Set when a nested run failed: its half-done writes must not be committed by the outer one. */
  doomedBy?: { readonly cause: unknown };
}

interface Ambient {
  readonly frame?: Frame;
  readonly deferral?: Deferral;
}

/**
 * What the code being executed is inside of: a run, a deferral, or nothing.
 * Work that was started without being awaited outlives its transaction; for it there is nothing.
 */
@Injectable()
export class AmbientTransaction {
  private readonly storage = new AsyncLocalStorage<Ambient>();

  get frame(): Frame | undefined {
    const frame = this.storage.getStore()?.frame;
    return frame?.transaction.ended ? undefined : frame;
  }

  get deferral(): Deferral | undefined {
    const deferral = this.storage.getStore()?.deferral;
    return deferral?.closed ? undefined : deferral;
  }

  /** The open transaction that queries belong to. */
  get transaction(): Transaction | undefined {
    return this.frame?.transaction ?? this.deferral?.transaction;
  }

  inFrame<T>(frame: Frame, work: () => Promise<T>): Promise<T> {
    return this.storage.run({ frame, deferral: this.deferral }, work);
  }

  inDeferral<T>(deferral: Deferral, work: () => Promise<T>): Promise<T> {
    return this.storage.run({ deferral }, work);
  }
}
