import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/platform/config/config-error.js';
import { prepareDatabase } from '../../../src/platform/database/prepare-database.js';
import { atEndOfFile } from '../../support/cleanup.js';
import { createDatabase, onServer, urlOf, type TestDatabase } from '../../support/database.js';

const KEY = { id: 'k1', secret: randomBytes(32) };

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});

interface Boot {
  readonly url: string;
  readonly owner?: string;
  readonly production?: boolean;
}

/** What the boot says: nothing, or the line that stops it. */
async function boot({ url, owner, production = false }: Boot): Promise<string | undefined> {
  try {
    await prepareDatabase({ connectionString: url }, owner ? { connectionString: owner } : undefined, {
      production,
      encryptionKeys: [KEY],
      sealingKey: KEY,
    });
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    const { message } = error as ConfigError;
    expect(message).not.toContain('\n');
    return message;
  }
}

async function role(attributes: string): Promise<string> {
  const name = `role_${randomBytes(4).toString('hex')}`;
  await onServer(`CREATE ROLE ${name} LOGIN ${attributes}`);
  atEndOfFile(() => onServer(`DROP ROLE ${name}`));
  return name;
}

describe('the boot', () => {
  it('accepts a role that owns nothing, in production too', async () => {
    expect(await boot({ url: database.url, owner: database.ownerUrl })).toBeUndefined();
    expect(await boot({ url: database.url, owner: database.ownerUrl, production: true })).toBeUndefined();
    expect(await boot({ url: database.url, production: true })).toBeUndefined();
  });

  it('refuses a superuser everywhere, and says which roles to make', async () => {
    const said = await boot({ url: database.superuserUrl });
    expect(said).toContain('bypasses row-level security');
    expect(said).toContain('CREATE ROLE sallyport_app LOGIN NOSUPERUSER NOBYPASSRLS');
  });

  it("refuses a superuser before it migrates: the tables would be the superuser's", async () => {
    const empty = await createDatabase({ template: 'template0' });
    await boot({ url: empty.superuserUrl, owner: empty.superuserUrl });
    expect(await empty.query(`SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace`)).toEqual(
      [],
    );
  });

  it('refuses a role with BYPASSRLS', async () => {
    const name = await role('BYPASSRLS');
    expect(await boot({ url: urlOf(name, database.name) })).toContain(`"${name}", which bypasses`);
  });

  it('lets one role do both outside production only', async () => {
    expect(await boot({ url: database.ownerUrl, owner: database.ownerUrl })).toBeUndefined();
    const said = await boot({ url: database.ownerUrl, owner: database.ownerUrl, production: true });
    expect(said).toContain('owns the table');
  });

  it('refuses a member of the owning role in production', async () => {
    const name = await role('IN ROLE sallyport_owner');
    const said = await boot({ url: urlOf(name, database.name), production: true });
    expect(said).toContain(`"${name}", which owns the table`);
  });

  it('says what is missing when nobody has migrated', async () => {
    const empty = await createDatabase({ template: 'template0' });
    const said = await boot({ url: empty.url, production: true });
    expect(said).toContain('DATABASE_OWNER_URL');
    expect(said).toContain('Identity1795000000001');
  });

  it('does not wait for what cannot come: a database that does not exist', async () => {
    expect(await boot({ url: urlOf('sallyport_app', 'nowhere') })).toContain(
      'DATABASE_URL: database "nowhere"',
    );
    const said = await boot({ url: database.url, owner: urlOf('nobody_known', database.name) });
    expect(said).toContain('DATABASE_OWNER_URL: role "nobody_known" does not exist');
  });
});
