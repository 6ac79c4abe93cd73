import { Injectable } from '@nestjs/common';
import type { QueryResult, QueryResultRow } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import type { Id } from '../../kernel/id.js';
import { AmbientTransaction } from './ambient-transaction.js';
import { poolOf } from './typeorm-connections.js';

/**
 * The way to the database: always the ambient transaction when there is one, else the pool. Statements of a transaction
 * that are sent without waiting for each other travel together, and are carried out in the order they were sent in.
 */
@Injectable()
export class Database {
  constructor(
    private readonly dataSource: DataSource,
    private readonly ambient: AmbientTransaction,
  ) {}

  /** The tenant of the ambient unit of work. */
  get tenantId(): Id | undefined {
    return this.ambient.transaction?.tenantId;
  }

  /** For mapped entities. */
  get manager(): EntityManager {
    return this.ambient.transaction?.manager ?? this.dataSource.manager;
  }

  /** The rows, also of INSERT, UPDATE and DELETE ... RETURNING. */
  async query<Row extends object>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return (await this.send(sql, params)).rows as Row[];
  }

  /** @returns how many rows were affected */
  async execute(sql: string, params: readonly unknown[] = []): Promise<number> {
    return (await this.send(sql, params)).rowCount ?? 0;
  }

  private async send(sql: string, params: readonly unknown[]): Promise<QueryResult<QueryResultRow>> {
    const { transaction } = this.ambient;
    if (transaction) return transaction.client.query(sql, [...params]);
    const client = await poolOf(this.dataSource).connect();
    try {
      return await client.query(sql, [...params]);
    } finally {
      client.release();
    }
  }
}
