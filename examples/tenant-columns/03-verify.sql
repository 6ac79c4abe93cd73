-- Step 3, verify: fails, and says how many rows are why, unless every row has the tenant it should have.
-- Changes nothing, so there is nothing to take back. Run it as often as you like before step 4; afterwards the owner
-- sees no rows either, and validate-migration is the check.
-- First: SET migration.default_tenant = '<id>', as in step 1.

DO $$
DECLARE
  without bigint;
  elsewhere bigint;
  stray bigint;
BEGIN
  SELECT (SELECT count(*) FROM projects WHERE tenant_id IS NULL)
       + (SELECT count(*) FROM tasks WHERE tenant_id IS NULL) INTO without;
  SELECT count(*) INTO elsewhere
    FROM projects p LEFT JOIN tenant_of_customer m USING (customer)
   WHERE p.tenant_id <> coalesce(m.tenant, current_setting('migration.default_tenant')::uuid);
  SELECT count(*) INTO stray
    FROM tasks t JOIN projects p ON p.id = t.project_id
   WHERE t.tenant_id <> p.tenant_id;
  IF without + elsewhere + stray > 0 THEN
    RAISE EXCEPTION '% rows without tenant, % projects in another tenant than the mapping says, % tasks in another tenant than their project',
      without, elsewhere, stray USING HINT = 'run 02-backfill.sql again';
  END IF;
END $$;
