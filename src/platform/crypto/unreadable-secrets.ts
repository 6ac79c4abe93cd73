import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Metrics } from '../observability/metrics.js';
import { Unsealable } from './unsealable.js';

const MOST_TOLD = 1000;

/** Secrets of rows that do not open: counted each time, and told to operators once. */
@Injectable()
export class UnreadableSecrets {
  private readonly logger = new Logger(UnreadableSecrets.name);
  private readonly told = new LRUCache<string, true>({ max: MOST_TOLD });
  private readonly count;

  constructor(metrics: Metrics) {
    this.count = metrics.counter(
      'unreadable_secrets_total',
      'Sealed secrets of the database that did not open',
      ['column', 'reason'],
    );
  }

  /**
   * @param column `table.column`
   * @param row its key, for the log
   * @returns what `open` returns; null when it does not open
   */
  read<T>(column: string, row: string, open: () => T): T | null {
    try {
      return open();
    } catch (error) {
      if (!(error instanceof Unsealable)) throw error;
      this.tell(column, row, error);
      return null;
    }
  }

  private tell(column: string, row: string, { reason, message }: Unsealable): void {
    this.count.inc({ column, reason });
    const what = `${column} of ${row}`;
    if (this.told.has(what)) return;
    this.told.set(what, true);
    this.logger.error(`${what} cannot be read: ${message}`);
  }
}
