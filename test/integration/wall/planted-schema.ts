/** Two tenant tables as they should be. */
export const soundTables = `
  CREATE TABLE planted.folders (
    tenant_id uuid NOT NULL, id uuid NOT NULL,
    CONSTRAINT folders_pk PRIMARY KEY (tenant_id, id)
  );
  CREATE TABLE planted.files (
    tenant_id uuid NOT NULL, id uuid NOT NULL, folder_id uuid, name text,
    CONSTRAINT files_pk PRIMARY KEY (tenant_id, id),
    CONSTRAINT files_name_unique UNIQUE (tenant_id, name),
    CONSTRAINT files_folder_fk FOREIGN KEY (tenant_id, folder_id) REFERENCES planted.folders (tenant_id, id)
  );
  CREATE INDEX files_of_folder ON planted.files (folder_id, tenant_id) WHERE folder_id IS NOT NULL;
  ALTER TABLE planted.folders ENABLE ROW LEVEL SECURITY;
  ALTER TABLE planted.folders FORCE ROW LEVEL SECURITY;
  CREATE POLICY folders_of_tenant ON planted.folders USING (true);
  ALTER TABLE planted.files ENABLE ROW LEVEL SECURITY;
  ALTER TABLE planted.files FORCE ROW LEVEL SECURITY;
  CREATE POLICY files_of_tenant ON planted.files USING (true);
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
    'CREATE UNIQUE INDEX files_name ON planted.files (name)',
    'files.files_name: a unique key of a tenant table begins with tenant_id',
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
    'files.files_other_fk: a key between tenant tables carries tenant_id',
    'folders.folders_alone: a unique key of a tenant table begins with tenant_id',
  ],
  [
    'ALTER TABLE planted.files ADD CHECK (length(name) < 9)',
    'files.files_name_check: constraints are given names',
  ],
];
