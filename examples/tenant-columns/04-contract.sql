-- Step 4, contract: from here on the database keeps the tenants apart. The application must enter a tenant before it
-- queries (SET LOCAL app.tenant_id = '<id>' in each transaction): deploy that first; until now it did no harm.
-- What takes long (indexes, validation) happens before, without a lock that anybody notices.

SET lock_timeout = '3s';

CREATE UNIQUE INDEX CONCURRENTLY projects_tenant_pk ON projects (tenant_id, id);

CREATE UNIQUE INDEX CONCURRENTLY projects_tenant_slug_unique ON projects (tenant_id, slug);

CREATE UNIQUE INDEX CONCURRENTLY tasks_tenant_pk ON tasks (tenant_id, id);

CREATE INDEX CONCURRENTLY tasks_of_tenant_project ON tasks (tenant_id, project_id);

-- The owner, too, sees a tenant only while it may: without this every tenant would look missing.
SET app.every_tenant = 'on';

ALTER TABLE projects VALIDATE CONSTRAINT projects_tenant_fk;

ALTER TABLE tasks VALIDATE CONSTRAINT tasks_tenant_fk;

RESET app.every_tenant;

-- NOT NULL believes a validated check, and then does not read the table under its lock.
ALTER TABLE projects ADD CONSTRAINT projects_tenant_known CHECK (tenant_id IS NOT NULL) NOT VALID;

ALTER TABLE tasks ADD CONSTRAINT tasks_tenant_known CHECK (tenant_id IS NOT NULL) NOT VALID;

ALTER TABLE projects VALIDATE CONSTRAINT projects_tenant_known;

ALTER TABLE tasks VALIDATE CONSTRAINT tasks_tenant_known;

-- The keys turn: all of them or none.
BEGIN;

ALTER TABLE projects ALTER tenant_id SET NOT NULL, DROP CONSTRAINT projects_tenant_known;

ALTER TABLE tasks ALTER tenant_id SET NOT NULL, DROP CONSTRAINT tasks_tenant_known;

ALTER TABLE tasks DROP CONSTRAINT tasks_project_fk;

ALTER TABLE projects DROP CONSTRAINT projects_pk, DROP CONSTRAINT projects_slug_unique;

ALTER TABLE projects
  ADD CONSTRAINT projects_pk PRIMARY KEY USING INDEX projects_tenant_pk,
  ADD CONSTRAINT projects_slug_unique UNIQUE USING INDEX projects_tenant_slug_unique;

ALTER TABLE tasks DROP CONSTRAINT tasks_pk;

ALTER TABLE tasks ADD CONSTRAINT tasks_pk PRIMARY KEY USING INDEX tasks_tenant_pk;

ALTER TABLE tasks ADD CONSTRAINT tasks_project_fk
  FOREIGN KEY (tenant_id, project_id) REFERENCES projects (tenant_id, id) ON DELETE CASCADE NOT VALID;

COMMIT;

-- Before row-level security is forced: afterwards PostgreSQL would look for broken rows as an owner who sees none.
ALTER TABLE tasks VALIDATE CONSTRAINT tasks_project_fk;

-- The wall goes up.
BEGIN;

-- A forgotten tenant is an error from now on, not the default one.
ALTER TABLE projects ALTER tenant_id SET DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid;

ALTER TABLE tasks ALTER tenant_id SET DEFAULT nullif(current_setting('app.tenant_id', true), '')::uuid;

ALTER TABLE projects ENABLE ROW LEVEL SECURITY;

ALTER TABLE projects FORCE ROW LEVEL SECURITY;

CREATE POLICY projects_of_tenant ON projects
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;

ALTER TABLE tasks FORCE ROW LEVEL SECURITY;

CREATE POLICY tasks_of_tenant ON tasks
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

COMMIT;

DROP INDEX CONCURRENTLY tasks_of_project;
