-- Step 2, back-fill: every row gets its tenant, a thousand rows a transaction, so that nobody waits long for a lock.
-- Parents first: a task belongs to the tenant of its project. Killed half-way, run it again: it goes on where it was.
-- First: SET migration.default_tenant = '<id>', as in step 1. Each DO must be a statement of its own (psql sends it so).

DO $$
DECLARE
  fallback uuid := current_setting('migration.default_tenant')::uuid;
BEGIN
  LOOP
    UPDATE projects p SET tenant_id = due.tenant
      FROM (SELECT w.id, coalesce(m.tenant, fallback) AS tenant
              FROM projects w LEFT JOIN tenant_of_customer m USING (customer)
             WHERE w.tenant_id IS DISTINCT FROM coalesce(m.tenant, fallback)
             LIMIT 1000 FOR NO KEY UPDATE OF w) due
     WHERE p.id = due.id;
    EXIT WHEN NOT FOUND;
    COMMIT;
  END LOOP;
END $$;

DO $$
BEGIN
  LOOP
    UPDATE tasks t SET tenant_id = due.tenant
      FROM (SELECT w.id, p.tenant_id AS tenant
              FROM tasks w JOIN projects p ON p.id = w.project_id
             WHERE w.tenant_id IS DISTINCT FROM p.tenant_id
             LIMIT 1000 FOR NO KEY UPDATE OF w) due
     WHERE t.id = due.id;
    EXIT WHEN NOT FOUND;
    COMMIT;
  END LOOP;
END $$;
