-- Takes step 4 back: the application works as it did after step 3, and sees every tenant's rows again.
-- A slug that two tenants have taken meanwhile stops it before anything has changed: rename one of them first.
-- Takes it back as well where step 4 was stopped half-way.
-- First: SET migration.default_tenant = '<id>', as in step 1.

SET lock_timeout = '3s';

BEGIN;

ALTER TABLE projects NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;

ALTER TABLE tasks NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS projects_of_tenant ON projects;

DROP POLICY IF EXISTS tasks_of_tenant ON tasks;

ALTER TABLE tasks DROP CONSTRAINT tasks_project_fk, DROP CONSTRAINT tasks_pk;

ALTER TABLE tasks
  DROP CONSTRAINT IF EXISTS tasks_tenant_known,
  ALTER tenant_id DROP NOT NULL,
  ADD CONSTRAINT tasks_pk PRIMARY KEY (id);

ALTER TABLE projects DROP CONSTRAINT projects_pk, DROP CONSTRAINT projects_slug_unique;

ALTER TABLE projects
  DROP CONSTRAINT IF EXISTS projects_tenant_known,
  ALTER tenant_id DROP NOT NULL,
  ADD CONSTRAINT projects_pk PRIMARY KEY (id),
  ADD CONSTRAINT projects_slug_unique UNIQUE (slug);

DROP INDEX IF EXISTS projects_tenant_pk, projects_tenant_slug_unique, tasks_tenant_pk, tasks_of_tenant_project;

CREATE INDEX IF NOT EXISTS tasks_of_project ON tasks (project_id);

ALTER TABLE tasks ADD CONSTRAINT tasks_project_fk
  FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['projects', 'tasks'] LOOP
    EXECUTE format(
      $sql$ALTER TABLE %I ALTER tenant_id
           SET DEFAULT coalesce(nullif(current_setting('app.tenant_id', true), ''), %L)::uuid$sql$,
      name, current_setting('migration.default_tenant')::uuid);
  END LOOP;
END $$;

COMMIT;
