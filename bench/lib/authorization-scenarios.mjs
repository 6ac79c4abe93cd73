// Decisions over HTTP in a database of real size, and without HTTP against other libraries.
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { onCore, SERVER_CORE } from './cores.mjs';
import { load } from './load.mjs';
import { withClient } from './seed.mjs';

const TENANTS = Number(process.env.BENCH_TENANTS ?? 1000);
const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 1000);
const ROLES = 50;
/** People who ask: enough that no two requests in a row are alike, few enough to be warm. */
const ASKING = 2000;
const CHECK = '/api/v1/authorization/check';
const SHARED_DIRECTORY = '00000000-0000-7000-8000-000000000001';
const PERMISSIONS = [
  'role:read',
  'role:manage',
  'grant:manage',
  'service-account:manage',
  'token:introspect',
];

/**
 * Tenants with people and roles, by SQL: people have two of the roles of their tenant.
 * @returns cookies of people all over the tenants
 */
export async function seedAuthorization(connection) {
  const startedAt = performance.now();
  const tenants = Array.from({ length: TENANTS }, () => v7());
  const cookies = Array.from({ length: ASKING }, () => randomBytes(32).toString('base64url'));
  await withClient(connection, async (client) => {
    for (const [at, tenant] of tenants.entries()) {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenant]);
      await client.query(
        `INSERT INTO tenants (id, slug, name, directory_id, created_at, updated_at)
         VALUES ($1, $2, 'Bench', $3, now(), now())`,
        [tenant, `bench-${at}`, SHARED_DIRECTORY],
      );
      await client.query(
        `INSERT INTO roles (tenant_id, id, name, permissions, rules, version, created_by, updated_by, created_at, updated_at)
         SELECT $1, gen_random_uuid(), 'role-' || n, ARRAY[($3::text[])[1 + n % 5], ($3::text[])[1 + n % 3]],
           CASE WHEN n % 10 = 0 THEN '[{"permission":"grant:manage","effect":"deny","when":"context.night == true"}]'
             ELSE '[]' END::jsonb, 1, $1, $1, now(), now()
         FROM generate_series(1, $2::int) n`,
        [tenant, ROLES, PERMISSIONS],
      );
      await client.query(
        `WITH people AS (
           INSERT INTO users (id, directory_id, email, email_normalised, email_verified_at, name, locale, created_at,
             updated_at, version)
           SELECT gen_random_uuid(), $2::uuid, mail, mail, now(), 'Bench', 'en', now(), now(), 1
           FROM (SELECT 'p' || n || '@tenant-' || $3 || '.example' AS mail FROM generate_series(1, $4::int) n) m
           RETURNING id)
         INSERT INTO memberships (tenant_id, user_id, roles, created_at)
         SELECT $1, id, ARRAY['role-' || (1 + n % $5::int), 'role-' || (1 + n * 7 % $5::int)], now()
         FROM (SELECT id, row_number() OVER () AS n FROM people) p`,
        [tenant, SHARED_DIRECTORY, String(at), PEOPLE, ROLES],
      );
      const mine = cookies.filter((_, n) => n % TENANTS === at);
      await client.query(
        `INSERT INTO sessions (id, user_id, token_hash, created_at, last_seen_at, idle_seconds, idle_expires_at,
           expires_at, auth_time, amr, ip, user_agent, active_tenant_id)
         SELECT gen_random_uuid(), m.user_id, s.hash, now(), now(), 86400, now() + interval '1 day',
           now() + interval '7 days', now(), '{pwd}', '127.0.0.1', '', $1
         FROM unnest($2::bytea[]) WITH ORDINALITY AS s (hash, n)
         JOIN (SELECT user_id, row_number() OVER () AS n FROM memberships WHERE tenant_id = $1) m USING (n)`,
        [tenant, mine.map((cookie) => createHash('sha256').update(cookie).digest())],
      );
      await client.query('COMMIT');
    }
    await client.query('ANALYZE');
  });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(
    `seeded ${TENANTS} tenants, ${TENANTS * PEOPLE} people, ${TENANTS * ROLES} roles in ${seconds} s`,
  );
  return cookies;
}

export async function decisions(server, cookies) {
  const headersOf = (cookie) => ({
    'content-type': 'application/json',
    'sec-fetch-site': 'same-origin',
    cookie: `sallyport=${cookie}`,
  });
  const post = { server, method: 'POST' };
  let asked = 0;
  const next = () => {
    asked += 1;
    const cookie = cookies[asked % cookies.length];
    const permission = PERMISSIONS[asked % PERMISSIONS.length];
    const body = JSON.stringify({ permission, context: { night: asked % 2 === 0 } });
    return { headers: headersOf(cookie), body };
  };
  const checks = Array.from({ length: 1000 }, (_, n) => ({
    permission: PERMISSIONS[n % PERMISSIONS.length],
    resource: { type: PERMISSIONS[n % PERMISSIONS.length].split(':')[0], id: `r-${n}` },
  }));
  const batch = { headers: headersOf(cookies[0]), body: JSON.stringify({ checks }) };
  const single = { ...post, path: CHECK, connections: 32, next };
  const rows = [
    await load({ ...single, title: 'check, cold (each person once)', amount: cookies.length }),
    await load({ ...single, title: 'check, warm' }),
    await load({
      ...post,
      title: 'batch of 1000 (times 1000 is checks)',
      path: `${CHECK}/batch`,
      connections: 4,
      ...batch,
    }),
  ];
  console.log(await hitRate(server));
  return rows;
}

async function hitRate({ url }) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const count = (outcome) =>
    Number(
      new RegExp(`cache_requests_total\\{cache="permissions",outcome="${outcome}"\\} (\\d+)`).exec(
        text,
      )?.[1] ?? 0,
    );
  const [hits, misses] = [count('hit'), count('miss')];
  return `permission cache: ${((hits / (hits + misses)) * 100).toFixed(2)} % of ${hits + misses} look-ups were hits`;
}

/** One core, no HTTP. */
export function evaluators() {
  const [command, ...args] = onCore(SERVER_CORE, [process.execPath, 'bench/lib/evaluator.mjs']);
  const lines = execFileSync(command, args, { encoding: 'utf8' }).trim().split('\n');
  return lines.map((line) => ({ ...JSON.parse(line), connections: 1 }));
}
