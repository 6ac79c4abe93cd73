import type { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { RequestContext } from '../../src/kernel/request-context.js';
import { poolOf } from '../../src/platform/database/typeorm-connections.js';
import type { Node } from './node.js';

/** What requests ask of the database. */
export interface Statements {
  /** In the order they were sent in. */
  readonly sent: string[];
  /** How often somebody waited: what is sent while an answer is still owed travels with what was sent before. */
  roundTrips: number;
}

/** Notes what requests of this node send from now on; what goes on besides them, such as jobs, is left out. */
export function recordStatements(node: Node): Statements {
  const statements: Statements = { sent: [], roundTrips: 0 };
  const context = node.app.get<RequestContext>(RequestContext, { strict: false });
  const watched = new WeakSet<PoolClient>();
  const pool: Pool = poolOf(node.app.get(DataSource, { strict: false }));
  pool.on('acquire', (client) => {
    if (watched.has(client)) return;
    watched.add(client);
    let owed = 0;
    const send = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    const noted = async (...args: unknown[]) => {
      if (context.current()) {
        statements.sent.push(String(args[0]).replace(/\s+/g, ' '));
        if (owed === 0) statements.roundTrips += 1;
      }
      owed += 1;
      return send(...args).finally(() => (owed -= 1));
    };
    client.query = noted as typeof client.query;
  });
  return statements;
}
