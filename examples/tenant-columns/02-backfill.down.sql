-- Takes step 2 back: no row has a tenant any more. Only needed to start again with another mapping.

DO $$
BEGIN
  LOOP
    UPDATE tasks SET tenant_id = NULL
     WHERE id IN (SELECT id FROM tasks WHERE tenant_id IS NOT NULL LIMIT 1000 FOR NO KEY UPDATE);
    EXIT WHEN NOT FOUND;
    COMMIT;
  END LOOP;
END $$;

DO $$
BEGIN
  LOOP
    UPDATE projects SET tenant_id = NULL
     WHERE id IN (SELECT id FROM projects WHERE tenant_id IS NOT NULL LIMIT 1000 FOR NO KEY UPDATE);
    EXIT WHEN NOT FOUND;
    COMMIT;
  END LOOP;
END $$;
