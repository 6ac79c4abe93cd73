import { Logger } from '@nestjs/common';
import type { Client } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { Id } from '../../kernel/id.js';
import type { WorkScope } from '../../kernel/unit-of-work.js';

/** What the policies of row-level security read. */
function settingsOf({ tenantId = '', userId = '', credential, everyTenant }: WorkScope): string[] {
  return [tenantId, userId, credential?.toString('hex') ?? '', everyTenant ? 'on' : ''];
}

const logger = new Logger('Transaction');

/** One open PostgreSQL transaction on one connection of the pool. */
export class Transaction {
  /** What runs after the commit; a partial rollback cuts the tail off. */
  effects: (() => void)[] = [];
  ended = false;
  private scope: WorkScope = {};

  private constructor(
    private readonly runner: QueryRunner,
    /** The raw connection, for SQL that needs no ORM. */
    readonly client: Client,
  ) {}

  static async begin(dataSource: DataSource): Promise<Transaction> {
    const runner = dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as Client;
      await runner.startTransaction();
      return new Transaction(runner, client);
    } catch (error) {
      await runner.release();
      throw error;
    }
  }

  /** The tenant that row-level security sees now. */
  get tenantId(): Id | undefined {
    return this.scope.tenantId;
  }

  get manager(): EntityManager {
    return this.runner.manager;
  }

  /** Runs `work` on behalf of `scope`, then restores what row-level security saw before. */
  async within<T>(scope: WorkScope, work: () => Promise<T>): Promise<T> {
    const outer = this.scope;
    await this.enter({ ...outer, ...scope });
    const result = await work();
    await this.enter(outer);
    return result;
  }

  /** What `within` does, without the way back: for a transaction that ends with the work. */
  async enter(scope: WorkScope): Promise<void> {
    const values = settingsOf(scope);
    const before = settingsOf(this.scope);
    if (values.every((value, index) => value === before[index])) return;
    await this.client.query(
      `select set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true),
         set_config('app.credential', $3, true), set_config('app.every_tenant', $4, true)`,
      values,
    );
    this.scope = scope;
  }

  /** Undoes `work` alone when it throws, keeping what the transaction did before. */
  async undoable<T>(work: () => Promise<T>): Promise<T> {
    const { scope } = this;
    const kept = this.effects.length;
    await this.client.query('SAVEPOINT run');
    try {
      const result = await work();
      await this.client.query('RELEASE SAVEPOINT run');
      return result;
    } catch (error) {
      this.effects.length = kept;
      // Fails only with the connection, and then nothing of the transaction is left to keep.
      await this.client.query('ROLLBACK TO SAVEPOINT run').catch(() => this.client.end());
      this.scope = scope;
      throw error;
    }
  }

  async commit(): Promise<void> {
    await this.end(() => this.runner.commitTransaction());
    for (const effect of this.effects) this.perform(effect);
  }

  /** Never throws: what made us roll back matters more, and a lost connection has rolled back already. */
  async rollback(): Promise<void> {
    if (this.ended) return;
    await this.end(() => this.runner.rollbackTransaction()).catch((error: unknown) => {
      logger.debug(`rollback failed: ${String(error)}`);
    });
  }

  private async end(how: () => Promise<void>): Promise<void> {
    try {
      await how();
    } catch (error) {
      // The state of this connection is unknown: the pool must not lend it again.
      void this.client.end();
      throw error;
    } finally {
      this.ended = true;
      await this.runner.release();
    }
  }

  /** The commit stands, so an effect that fails must not make the caller believe otherwise. */
  private perform(effect: () => void): void {
    try {
      effect();
    } catch (error) {
      logger.error('an effect after the commit failed', error instanceof Error ? error.stack : String(error));
    }
  }
}
