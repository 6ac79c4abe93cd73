import { Logger } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { Id } from '../../kernel/id.js';
import type { WorkScope } from '../../kernel/unit-of-work.js';
import { poolOf, runnerOn } from './typeorm-connections.js';

/** What the policies of row-level security read. */
function settingsOf({ tenantId = '', userId = '', credential, everyTenant }: WorkScope): string[] {
  return [tenantId, userId, credential?.toString('hex') ?? '', everyTenant ? 'on' : ''];
}

const logger = new Logger('Transaction');

const setScope = (values: readonly string[]) =>
  `SELECT set_config('app.tenant_id', ${values[0]!}, true), set_config('app.user_id', ${values[1]!}, true),
     set_config('app.credential', ${values[2]!}, true), set_config('app.every_tenant', ${values[3]!}, true)`;

const SET_SCOPE = setScope(['$1', '$2', '$3', '$4']);
const NOBODY = settingsOf({});

const same = (one: readonly string[], other: readonly string[]) =>
  one.every((value, index) => value === other[index]);

/** One open PostgreSQL transaction on one connection of the pool. */
export class Transaction {
  /** What runs after the commit; a partial rollback cuts the tail off. */
  effects: (() => void)[] = [];
  ended = false;
  private runner?: QueryRunner;

  private constructor(
    private readonly dataSource: DataSource,
    /** The raw connection, for SQL that needs no ORM. */
    readonly client: PoolClient,
    private scope: WorkScope,
  ) {}

  /** The scope comes with the same round trip. */
  static async begin(dataSource: DataSource, scope: WorkScope = {}): Promise<Transaction> {
    const client = await poolOf(dataSource).connect();
    const settings = settingsOf(scope);
    const inScope = same(settings, NOBODY)
      ? ''
      : `; ${setScope(settings.map((value) => client.escapeLiteral(value)))}`;
    try {
      await client.query(`BEGIN${inScope}`);
      return new Transaction(dataSource, client, scope);
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** The tenant that row-level security sees now. */
  get tenantId(): Id | undefined {
    return this.scope.tenantId;
  }

  get manager(): EntityManager {
    return (this.runner ??= runnerOn(this.client, this.dataSource)).manager;
  }

  /** Runs `work` on behalf of `scope`, then restores what row-level security saw before. */
  async within<T>(scope: WorkScope, work: () => Promise<T>): Promise<T> {
    const outer = this.scope;
    this.enter({ ...outer, ...scope });
    const result = await work();
    this.enter(outer);
    return result;
  }

  /** Goes along with the next statement. Should it fail, so does every statement after it and the commit. */
  private enter(scope: WorkScope): void {
    const values = settingsOf(scope);
    const before = settingsOf(this.scope);
    this.scope = scope;
    if (!same(values, before)) this.client.query(SET_SCOPE, values).catch(() => undefined);
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
    await this.end('COMMIT');
    for (const effect of this.effects) this.perform(effect);
  }

  /** Never throws: what made us roll back matters more, and a lost connection has rolled back already. */
  async rollback(): Promise<void> {
    if (this.ended) return;
    await this.end('ROLLBACK').catch((error: unknown) => {
      logger.debug(`rollback failed: ${String(error)}`);
    });
  }

  private async end(how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    let unsure = true;
    try {
      await this.client.query(how);
      unsure = false;
    } finally {
      this.ended = true;
      void this.runner?.release();
      // A connection whose state is not known is not lent again.
      this.client.release(unsure);
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
