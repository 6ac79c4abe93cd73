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
  /** Whose it is: several applications in one process each have a database of their own. */
  readonly of: AmbientTransaction;
  readonly frame?: Frame;
  readonly deferral?: Deferral;
  readonly outside: Ambient | undefined;
}

/** One for the process: before Node 24 every promise there is pays for each that was ever entered. */
const storage = new AsyncLocalStorage<Ambient>();

/**
 * What the code being executed is inside of: a run, a deferral, or nothing.
 * Work that was started without being awaited outlives its transaction; for it there is nothing.
 */
@Injectable()
export class AmbientTransaction {
  get frame(): Frame | undefined {
    const frame = this.current()?.frame;
    return frame?.transaction.ended ? undefined : frame;
  }

  get deferral(): Deferral | undefined {
    const deferral = this.current()?.deferral;
    return deferral?.closed ? undefined : deferral;
  }

  /** The open transaction that queries belong to. */
  get transaction(): Transaction | undefined {
    return this.frame?.transaction ?? this.deferral?.transaction;
  }

  inFrame<T>(frame: Frame, work: () => Promise<T>): Promise<T> {
    return this.enter({ frame, deferral: this.deferral }, work);
  }

  inDeferral<T>(deferral: Deferral, work: () => Promise<T>): Promise<T> {
    return this.enter({ deferral }, work);
  }

  private current(): Ambient | undefined {
    let ambient = storage.getStore();
    while (ambient && ambient.of !== this) ambient = ambient.outside;
    return ambient;
  }

  private enter<T>(inside: Pick<Ambient, 'frame' | 'deferral'>, work: () => Promise<T>): Promise<T> {
    return storage.run({ ...inside, of: this, outside: storage.getStore() }, work);
  }
}
