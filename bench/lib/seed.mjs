// People and sessions written straight into the database: thousands of sign-ups would take minutes of hashing.
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { v7 } from 'uuid';

const SHARED_DIRECTORY = '00000000-0000-7000-8000-000000000001';
const BATCH = 5000;

export const PASSWORD = 'plum kettle harbour 42';

/** @returns e-mail addresses that sign in with PASSWORD */
export async function seedUsers(connection, count, passwordHash) {
  const emails = Array.from({ length: count }, (_, i) => `bench-${i}@example.com`);
  await withClient(connection, (client) =>
    client.query(
      `INSERT INTO users (id, directory_id, email, email_normalised, email_verified_at, password_hash,
         password_changed_at, name, locale, created_at, updated_at, version)
       SELECT id, $3, email, email, now(), $4, now(), 'Bench', 'en', now(), now(), 1
       FROM unnest($1::uuid[], $2::text[]) AS u (id, email)`,
      [emails.map(() => v7()), emails, SHARED_DIRECTORY, passwordHash],
    ),
  );
  return emails;
}

/** Makes the first seeded person the owner of a tenant: whoever signs in as them works in it. */
export async function seedTenant(connection, email, slug = 'bench') {
  const id = v7();
  await withClient(connection, async (client) => {
    await client.query(`SELECT set_config('app.tenant_id', $1, false)`, [id]);
    await client.query(
      `INSERT INTO tenants (id, slug, name, directory_id, created_at, updated_at)
       VALUES ($1, $3, 'Bench', $2, now(), now())`,
      [id, SHARED_DIRECTORY, slug],
    );
    await client.query(
      `INSERT INTO memberships (tenant_id, user_id, roles, created_at)
       SELECT $1, id, '{owner}', now() FROM users WHERE email_normalised = $2`,
      [id, email],
    );
  });
}

/** @returns cookies of live sessions, spread over two thousand users */
export async function seedSessions(connection, count) {
  const cookies = Array.from({ length: count }, () => randomBytes(32).toString('base64url'));
  await withClient(connection, async (client) => {
    for (let from = 0; from < count; from += BATCH) {
      const hashes = cookies.slice(from, from + BATCH).map((c) => createHash('sha256').update(c).digest());
      await client.query(
        `INSERT INTO sessions (id, user_id, token_hash, created_at, last_seen_at, idle_seconds, idle_expires_at,
           expires_at, auth_time, amr, ip, user_agent)
         SELECT s.id, people.ids[s.n % cardinality(people.ids) + 1], s.hash, now(), now(), 86400,
           now() + interval '1 day', now() + interval '7 days', now(), '{pwd}', '127.0.0.1', ''
         FROM unnest($1::uuid[], $2::bytea[]) WITH ORDINALITY AS s (id, hash, n),
           (SELECT array_agg(id) AS ids FROM (SELECT id FROM users LIMIT 2000) u) people`,
        [hashes.map(() => v7()), hashes],
      );
    }
    await client.query('ANALYZE');
  });
  return cookies;
}

export async function withClient(connection, work) {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
