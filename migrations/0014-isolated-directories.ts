import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever lives in the directory of one tenant belongs to no other. */
export class IsolatedDirectories0014 implements MigrationInterface {
  name = 'IsolatedDirectories1795000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION keep_directories_apart() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (
          SELECT FROM users u JOIN directories d ON d.id = u.directory_id AND d.kind = 'isolated'
          WHERE u.id = NEW.user_id AND NOT EXISTS (
            SELECT FROM tenants t WHERE t.id = NEW.tenant_id AND t.directory_id = u.directory_id)) THEN
          RAISE EXCEPTION 'a person of an isolated directory belongs to its tenant alone'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'memberships_directory_bound', TABLE = 'memberships';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER memberships_keep_directories_apart BEFORE INSERT OR UPDATE OF tenant_id, user_id ON memberships
        FOR EACH ROW EXECUTE FUNCTION keep_directories_apart()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER memberships_keep_directories_apart ON memberships`);
    await runner.query(`DROP FUNCTION keep_directories_apart()`);
  }
}
