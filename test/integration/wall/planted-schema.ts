const WITH_AUDIT = `created_by uuid, updated_by uuid, created_at timestamptz, updated_at timestamptz`;
const OF_TENANT = `USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)`;

/** Tenant tables as they should be. */
export const soundTables = `
  CREATE TABLE planted.folders (
    tenant_id uuid NOT NULL CONSTRAINT folders_tenant_fk REFERENCES tenants (id), id uuid NOT NULL, ${WITH_AUDIT},
    CONSTRAINT folders_pk PRIMARY KEY (tenant_id, id)
  );
  CREATE TABLE planted.files (
    tenant_id uuid NOT NULL CONSTRAINT files_tenant_fk REFERENCES tenants (id),
    id uuid NOT NULL, folder_id uuid, name text, ${WITH_AUDIT},
    CONSTRAINT files_pk PRIMARY KEY (tenant_id, id),
    CONSTRAINT files_name_unique UNIQUE (tenant_id, name),
    CONSTRAINT files_folder_fk FOREIGN KEY (tenant_id, folder_id) REFERENCES planted.folders (tenant_id, id)
  );
  CREATE TABLE planted.lines (
    tenant_id uuid NOT NULL, id uuid NOT NULL, file_id uuid NOT NULL, created_by uuid, created_at timestamptz,
    CONSTRAINT lines_pk PRIMARY KEY (tenant_id, id),
    CONSTRAINT lines_file_fk FOREIGN KEY (tenant_id, file_id) REFERENCES planted.files (tenant_id, id)
  );
  COMMENT ON TABLE planted.lines IS 'Of a file. No updated_by, updated_at: lines are never changed';
  CREATE INDEX files_of_folder ON planted.files (folder_id, tenant_id) WHERE folder_id IS NOT NULL;
  CREATE INDEX lines_of_file ON planted.lines (tenant_id, file_id);
  ${['folders', 'files', 'lines']
    .map(
      (table) => `
  ALTER TABLE planted.${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE planted.${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY ${table}_of_tenant ON planted.${table} ${OF_TENANT};`,
    )
    .join('')}
`;

/** Each fault, and what must be said of it. */
export const faults: readonly (readonly [ddl: string, ...problems: string[]])[] = [
  ['ALTER TABLE planted.files DISABLE ROW LEVEL SECURITY', 'files: row-level security is not enabled'],
  [
    'ALTER TABLE planted.files NO FORCE ROW LEVEL SECURITY',
    'files: row-level security is not forced on the owner',
  ],
  ['DROP POLICY files_of_tenant ON planted.files', 'files: has no policy'],
  [
    'CREATE POLICY files_of_all ON planted.files FOR SELECT USING (true)',
    'files.files_of_all: a policy lets every row through',
  ],
  [
    'CREATE POLICY files_from_all ON planted.files FOR INSERT WITH CHECK (true)',
    'files.files_from_all: a policy lets every row through',
  ],
  [
    'ALTER POLICY files_of_tenant ON planted.files USING (name IS NULL)',
    'files: no policy looks at tenant_id',
  ],
  [
    'CREATE MATERIALIZED VIEW planted.copies AS SELECT tenant_id FROM planted.files',
    'copies: row-level security cannot be had on a materialized view or foreign table',
  ],
  [
    'ALTER TABLE planted.lines DROP CONSTRAINT lines_pk; ALTER TABLE planted.lines ALTER tenant_id DROP NOT NULL',
    'lines: has no primary key',
    'lines: no foreign key makes sure that the tenant exists',
    'lines: tenant_id may be null',
  ],
  [
    'ALTER TABLE planted.lines ALTER file_id DROP NOT NULL',
    'lines: no foreign key makes sure that the tenant exists',
  ],
  [
    `ALTER TABLE planted.folders DROP CONSTRAINT folders_tenant_fk`,
    'folders: no foreign key makes sure that the tenant exists',
  ],
  [
    `ALTER TABLE planted.folders DROP CONSTRAINT folders_tenant_fk;
     ALTER TABLE planted.folders ADD CONSTRAINT folders_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenants (id)
       NOT VALID`,
    'folders.folders_tenant_fk: the key was never validated: rows from before may break it',
    'folders: no foreign key makes sure that the tenant exists',
  ],
  [
    'ALTER TABLE planted.files DROP updated_by; COMMENT ON TABLE planted.lines IS NULL',
    'files: has no updated_by',
    'lines: has no updated_at',
    'lines: has no updated_by',
  ],
  [`COMMENT ON TABLE planted.lines IS 'No updated_by: never changed'`, 'lines: has no updated_at'],
  [
    'CREATE TABLE planted.notes (id uuid CONSTRAINT notes_pk PRIMARY KEY)',
    'notes: has no tenant_id; what belongs to no tenant is named in no-tenants.ts',
  ],
  [
    'CREATE UNIQUE INDEX files_name ON planted.files (name)',
    'files.files_name: a unique key of a tenant table begins with tenant_id',
  ],
  [
    `ALTER TABLE planted.lines DROP CONSTRAINT lines_pk;
     ALTER TABLE planted.lines ADD CONSTRAINT lines_pk PRIMARY KEY (id)`,
    'lines.lines_pk: a unique key of a tenant table begins with tenant_id',
  ],
  [
    `CREATE TABLE planted.owners (id uuid CONSTRAINT owners_pk PRIMARY KEY);
     ALTER TABLE planted.files ADD owner_id uuid CONSTRAINT files_owner_fk REFERENCES planted.owners (id)`,
    'files.files_owner_fk: a foreign key has an index that begins with its columns',
  ],
  [
    `CREATE TABLE planted.owners (id uuid CONSTRAINT owners_pk PRIMARY KEY);
     ALTER TABLE planted.files ADD owner_id uuid CONSTRAINT files_owner_fk REFERENCES planted.owners (id);
     CREATE INDEX files_owner ON planted.files (owner_id) WHERE name = 'x'`,
    'files.files_owner_fk: a foreign key has an index that begins with its columns',
  ],
  [
    `ALTER TABLE planted.folders ADD alone uuid CONSTRAINT folders_alone UNIQUE;
     ALTER TABLE planted.files ADD other uuid CONSTRAINT files_other_fk REFERENCES planted.folders (alone);
     CREATE INDEX files_other ON planted.files (other)`,
    'files.files_other_fk: a key between tenant tables begins with tenant_id',
    'folders.folders_alone: a unique key of a tenant table begins with tenant_id',
  ],
  [
    'ALTER TABLE planted.files ADD CHECK (length(name) < 9)',
    'files.files_name_check: constraints are given names',
  ],
];
