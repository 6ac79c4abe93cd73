// The second step of a sign-in: the password was given before, the code is checked and the session begins.
import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { load } from './load.mjs';
import { withClient } from './seed.mjs';

const CHALLENGES = 12_000;
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** @param {string} encryptionKeys as the server has them: the secrets of the seeded apps are sealed with the first */
export async function mfaVerifications(server, connection, encryptionKeys) {
  const challengeIds = await seedChallenges(connection, encryptionKeys);
  const next = () => ({
    body: JSON.stringify({ challengeId: challengeIds.pop(), method: 'totp', code: codeOf(SECRET) }),
  });
  const request = {
    server,
    path: '/api/v1/auth/mfa/verify',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  };
  const rows = [];
  for (const [connections, amount] of [
    [1, 1500],
    [16, 9000],
  ])
    rows.push(await load({ title: 'MFA verification', ...request, connections, amount, next }));
  return rows;
}

/** People of their own, for a code works once for each of them: an app and a challenge for everybody. */
async function seedChallenges(connection, encryptionKeys) {
  const people = Array.from({ length: CHALLENGES }, () => {
    const [userId, deviceId] = [v7(), v7()];
    const challengeId = randomBytes(32).toString('base64url');
    return { userId, deviceId, challengeId, sealed: seal(SECRET, deviceId, encryptionKeys) };
  });
  const column = (name) => people.map((person) => person[name]);
  await withClient(connection, async (client) => {
    await client.query(
      `INSERT INTO users (id, directory_id, email, email_normalised, email_verified_at, password_changed_at, name,
         locale, created_at, updated_at, version)
       SELECT id, '00000000-0000-7000-8000-000000000001', id || '@example.com', id || '@example.com', now(),
         date_trunc('milliseconds', timestamptz '2026-01-01'), 'Bench', 'en', now(), now(), 1
       FROM unnest($1::uuid[]) AS u (id)`,
      [column('userId')],
    );
    await client.query(
      `INSERT INTO mfa_devices (id, user_id, kind, name, created_at, confirmed_at, secret_sealed, last_step)
       SELECT id, user_id, 'totp', 'App', now(), now(), sealed, 1
       FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) AS d (id, user_id, sealed)`,
      [column('deviceId'), column('userId'), column('sealed')],
    );
    await client.query(
      `INSERT INTO mfa_challenges (token_hash, purpose, user_id, methods, context, created_at, expires_at)
       SELECT hash, 'second-factor', user_id, '{totp}', $3, now(), now() + interval '10 minutes'
       FROM unnest($1::bytea[], $2::uuid[]) AS c (hash, user_id)`,
      [
        column('challengeId').map((id) => createHash('sha256').update(id).digest()),
        column('userId'),
        {
          amr: ['pwd'],
          rememberMe: false,
          transport: 'cookie',
          passwordChangedAt: new Date('2026-01-01T00:00:00Z').toISOString(),
        },
      ],
    );
    await client.query('ANALYZE');
  });
  return column('challengeId');
}

/** As the service seals it, the row being the context. */
function seal(secret, deviceId, encryptionKeys) {
  const [id, key] = encryptionKeys.split(',')[0].split(':');
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'base64'), nonce);
  cipher.setAAD(Buffer.from(`mfa_devices.secret_sealed ${deviceId}`));
  const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(id.length), Buffer.from(id), nonce, cipher.getAuthTag(), body]);
}

/** RFC 6238 */
function codeOf(secret) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = mac[19] & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
