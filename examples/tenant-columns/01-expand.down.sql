-- Takes step 1 back. The application's own data are as they were; the mapping is lost, so keep your copy of it.

SET lock_timeout = '3s';

DROP TABLE tenant_of_customer;

ALTER TABLE tasks
  DROP CONSTRAINT tasks_tenant_fk,
  DROP tenant_id,
  DROP created_by,
  DROP updated_by,
  DROP updated_at;

ALTER TABLE projects
  DROP CONSTRAINT projects_tenant_fk,
  DROP tenant_id,
  DROP created_by,
  DROP updated_by,
  DROP updated_at;
