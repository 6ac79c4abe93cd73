import pg from 'pg';
import { StatementNames } from './statement-names.js';

/** Told about every statement: how long it took, in seconds. */
export type ObserveQuery = (seconds: number) => void;

/** What is said on connections that are of no use any more. */
const USELESS: ReadonlySet<string> = new Set([
  'Query read timeout',
  'cached plan must not change result type',
]);

type Query = (...args: unknown[]) => unknown;

/**
 * The connection class of the pool, which
 * - measures every statement, TypeORM's too, and keeps those with parameters prepared;
 * - dies of a client-side timeout: the server still owes the answer, and the pool must not lend such a connection;
 * - dies of a prepared statement that a migration made useless: a new connection prepares it anew;
 * - refuses a COMMIT that PostgreSQL answered with ROLLBACK, as it does, without an error, after a statement failed
 *   whose error was swallowed. Nobody may be told that this was saved.
 */
export function poolClient(observe: ObserveQuery): typeof pg.Client {
  const names = new StatementNames();
  return class PoolClient extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      super(config);
      // Without a listener a connection lost between two queries would end the process.
      this.on('error', () => undefined);
      const send = this.query.bind(this) as Query;
      const measured: Query = (sql, values, ...more) => {
        const answer = send(prepared(names, sql, values), values, ...more);
        return answer instanceof Promise ? this.watch(sql, answer as Promise<pg.QueryResult>) : answer;
      };
      this.query = measured as typeof this.query;
    }

    private async watch(sql: unknown, answer: Promise<pg.QueryResult>): Promise<pg.QueryResult> {
      const start = performance.now();
      try {
        const result = await answer;
        if (sql === 'COMMIT' && result.command === 'ROLLBACK')
          throw new Error('committed a transaction that a failed statement had already aborted');
        return result;
      } catch (error) {
        if (error instanceof Error && USELESS.has(error.message)) this.destroy();
        throw error;
      } finally {
        observe((performance.now() - start) / 1000);
      }
    }

    private destroy(): void {
      // Marks it as ended at once: the pool would lend it while its socket is still closing.
      void this.end();
      const { connection } = this as unknown as { connection: { stream: { destroy(): void } } };
      connection.stream.destroy();
    }
  };
}

/** Without parameters it may be several statements, which cannot be prepared. */
function prepared(names: StatementNames, sql: unknown, values: unknown): unknown {
  const canBe = typeof sql === 'string' && Array.isArray(values) && values.length > 0;
  return canBe ? { text: sql, name: names.of(sql) } : sql;
}
