import { expect, it } from 'vitest';
import { createDatabase } from '../support/database.js';
import { mailbox } from '../support/mailbox.js';
import { startProcess } from '../support/process.js';
import {
  appOf,
  browserOf,
  logIn,
  OTHER_PASSWORD,
  PASSWORD,
  register,
  resetToken,
  someone,
  type TokensJson,
} from './journey.js';

it('no secret and no address is in the log, at any level, whatever goes wrong', async () => {
  const database = await createDatabase();
  const env = { LOG_LEVEL: 'trace', LOG_FORMAT: 'json', JWT_ALGORITHM: 'ES256' };
  const service = await startProcess({ database, env });
  const person = { ...someone(), email: 'canary.address@example.com' };
  const secrets: Record<string, string | undefined> = { PASSWORD, OTHER_PASSWORD, address: person.email };

  await register(service, person, { name: 'Canary Name', tenantName: 'Canary Ltd' });
  secrets['verification token'] = await mailbox(service, person.email).token();
  const verification = { token: secrets['verification token'] };
  await service.client().post('/api/v1/auth/email/verify', verification);
  await service.client().post('/api/v1/auth/email/verify', verification);
  await register(service, person);

  const browser = await browserOf(service, person);
  secrets['cookie'] = browser.cookies.get('sallyport');
  secrets['device cookie'] = browser.cookies.get('sallyport-device');
  const { app, tokens } = await appOf(service, person);
  secrets['access token'] = tokens.accessToken;
  secrets['signature'] = tokens.accessToken.split('.')[2];
  secrets['refresh token'] = tokens.refreshToken;
  const { refreshToken } = tokens;
  const child = await app.post<TokensJson>('/api/v1/auth/token/refresh', { refreshToken });
  secrets['second refresh token'] = child.body.refreshToken;
  await app.get(`/api/v1/me?token=${tokens.refreshToken}&password=${encodeURIComponent(PASSWORD)}`);
  await app.get(`/reset/${tokens.refreshToken}`);

  await logIn(service.client(), { ...person, password: OTHER_PASSWORD });
  await service.client().post('/api/v1/auth/login', { email: PASSWORD, password: person.email });
  await service.client().post('/api/v1/auth/login', `{"password":"${PASSWORD}`, {
    headers: { 'content-type': 'application/json' },
  });
  await service.client().post('/api/v1/auth/login', { ...person, [PASSWORD]: person.email });
  secrets['reset token'] = await resetToken(service, person);

  // A database that no longer fits: the error holds the statement and its parameters.
  await database.query('ALTER TABLE users RENAME COLUMN bio TO biography');
  expect((await browser.patch('/api/v1/me', { name: 'Canary Name', bio: 'Canary Bio' })).status).toBe(500);
  expect((await register(service, person)).status).toBe(500);
  await database.query('ALTER TABLE users RENAME COLUMN biography TO bio');
  const [row] = await database.query<{ password_hash: string }>('SELECT password_hash FROM users');
  secrets['hash'] = row?.password_hash;

  const reset = { token: secrets['reset token'], password: OTHER_PASSWORD };
  expect((await service.client().post('/api/v1/auth/password/reset', reset)).status).toBe(204);
  await service.end('SIGTERM');

  const lines = service.output.trim().split('\n');
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.filter((line) => line.includes('does not exist')).length).toBeGreaterThan(0);
  for (const [what, secret] of Object.entries({ ...secrets, canary: 'Canary' })) {
    expect(secret, what).toBeTruthy();
    const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
    expect(
      lines.filter((line) => forms.some((form) => line.includes(form))),
      what,
    ).toEqual([]);
  }
});
