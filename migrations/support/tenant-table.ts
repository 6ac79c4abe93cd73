/**
 * Tables that belong to tenants. Migrations are history, and this is part of it: it never changes its meaning. Who
 * needs another kind of table adds another function.
 */
import type { QueryRunner } from 'typeorm';

/**
 * Creates an isolated table with what every resource of a tenant carries: tenant and id as its key, who wrote it, when.
 * @param columns what it has beyond: columns and constraints as SQL, with names for all constraints
 */
export async function createTenantTable(
  runner: QueryRunner,
  table: string,
  columns: readonly string[],
): Promise<void> {
  await runner.query(`
    CREATE TABLE ${table} (
      tenant_id uuid NOT NULL CONSTRAINT ${table}_tenant_fk REFERENCES tenants (id) ON DELETE CASCADE,
      id uuid NOT NULL,
      ${columns.map((column) => `${column},`).join('\n      ')}
      created_by uuid NOT NULL,
      updated_by uuid NOT NULL,
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL,
      CONSTRAINT ${table}_pk PRIMARY KEY (tenant_id, id)
    )`);
  await isolate(runner, table);
}

/** Nobody, not even the owner of the table, sees or writes rows of another tenant than the one they work in. */
async function isolate(runner: QueryRunner, table: string): Promise<void> {
  await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
  await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  await runner.query(`
    CREATE POLICY ${table}_of_tenant ON ${table}
      USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)`);
}
