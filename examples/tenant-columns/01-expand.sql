-- Step 1, expand: columns that may be empty, and a tenant for what the application writes while it knows of none.
-- No table is rewritten; each ALTER holds its lock for a moment. The application runs on, unchanged.
-- First: SET migration.default_tenant = '<id of the tenant that everything belongs to unless you say otherwise>';

SET lock_timeout = '3s';

ALTER TABLE projects
  ADD tenant_id uuid,
  ADD created_by uuid,
  ADD updated_by uuid,
  ADD updated_at timestamptz;

ALTER TABLE tasks
  ADD tenant_id uuid,
  ADD created_by uuid,
  ADD updated_by uuid,
  ADD updated_at timestamptz;

-- Apart from ADD, so that it holds for new rows only and PostgreSQL does not write the old ones again.
-- The tenant that was entered; while nobody enters one, the default.
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

-- NOT VALID: holds for new rows at once; old ones are looked at in step 4.
ALTER TABLE projects ADD CONSTRAINT projects_tenant_fk
  FOREIGN KEY (tenant_id) REFERENCES tenants (id) NOT VALID;

ALTER TABLE tasks ADD CONSTRAINT tasks_tenant_fk
  FOREIGN KEY (tenant_id) REFERENCES tenants (id) NOT VALID;

-- Which customer becomes which tenant; whoever is not in it belongs to the default. Fill it before step 2.
CREATE TABLE tenant_of_customer (
  customer text CONSTRAINT tenant_of_customer_pk PRIMARY KEY,
  tenant uuid NOT NULL CONSTRAINT tenant_of_customer_tenant_fk REFERENCES tenants (id) ON DELETE CASCADE
);

CREATE INDEX tenant_of_customer_of_tenant ON tenant_of_customer (tenant);
