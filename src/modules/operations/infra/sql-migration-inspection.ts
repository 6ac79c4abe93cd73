import { Injectable } from '@nestjs/common';
import { ConfigError } from '../../../platform/config/config-error.js';
import { connectPatiently, type OwnConnection } from '../../../platform/database/connect-patiently.js';
import { DatabaseConnections } from '../../../platform/database/database-connections.js';
import type { Finding, MigrationInspection } from '../domain/migration-inspection.js';
import { memberFindings } from './member-findings.js';
import { strayRowFindings } from './stray-rows.js';
import { schemaProblems } from './tenant-schema-rules.js';

/** Asks as the owner of the tables: the catalogue first, then the rows. */
@Injectable()
export class SqlMigrationInspection implements MigrationInspection {
  constructor(private readonly connections: DatabaseConnections) {}

  async findings(): Promise<readonly Finding[]> {
    const { owner } = this.connections;
    if (!owner)
      throw new ConfigError('Set DATABASE_OWNER_URL: only the owner of the tables can look at all of it');
    const client = await connectPatiently(
      { ...owner, application_name: 'sallyport inspection' },
      'DATABASE_OWNER_URL',
    );
    try {
      const problems = await schemaProblems(
        async (sql, params) => (await client.query<Row>(sql, params)).rows,
      );
      return [
        ...problems.map((problem) => ({ severity: 'error' as const, ...problem })),
        ...(await strayRowFindings(client)),
        ...(await withinOneView(client, () => memberFindings(client))),
      ];
    } finally {
      await client.end();
    }
  }
}

type Row = Record<string, unknown>;

/** Everything as it was at one moment, however long it takes. */
async function withinOneView<T>(client: OwnConnection, look: () => Promise<T>): Promise<T> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  try {
    return await look();
  } finally {
    await client.query('ROLLBACK');
  }
}
