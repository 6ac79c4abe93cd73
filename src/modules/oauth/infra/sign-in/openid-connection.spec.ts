import { beforeEach, expect, it } from 'vitest';
import { FakeClock } from '../../../../../test/support/fakes.js';
import { OutgoingFailure } from '../../../../platform/outgoing/outgoing-http.js';
import { OpenIdConnection } from './openid-connection.js';
import { ProviderHttp } from './provider-http.js';

const ISSUER = 'https://acme.example';
const CLIENT = { clientId: 'us', clientSecret: 'secret' };

let clock: FakeClock;
let asked: number;
let stale: number;
let isDown: boolean;
let connection: OpenIdConnection;

beforeEach(() => {
  clock = new FakeClock();
  [asked, stale, isDown] = [0, 0, false];
  const send = async () => {
    asked += 1;
    if (isDown) throw new OutgoingFailure('unreachable', 'down');
    const published = {
      ...{ issuer: ISSUER, authorization_endpoint: `${ISSUER}/${String(asked)}` },
      ...{ token_endpoint: `${ISSUER}/token`, jwks_uri: `${ISSUER}/keys` },
    };
    const headers = { 'content-type': 'application/json' };
    return { status: 200, headers, body: JSON.stringify(published), durationMs: 1 };
  };
  const http = new ProviderHttp({ send }, 'acme', ISSUER, CLIENT);
  connection = new OpenIdConnection(ISSUER, CLIENT, http, clock, false, () => (stale += 1));
});

const authorizeAt = async () => (await connection.get()).serverMetadata().authorization_endpoint;

it('is asked once an hour, by however many', async () => {
  await Promise.all([authorizeAt(), authorizeAt()]);
  clock.advance({ minutes: 59 });
  expect(await authorizeAt()).toBe(`${ISSUER}/1`);
  clock.advance({ minutes: 1 });
  expect(await authorizeAt()).toBe(`${ISSUER}/2`);
  expect([asked, stale]).toEqual([2, 0]);
});

it('is taken at its last word while it is down, for a day, and asked once a minute', async () => {
  await authorizeAt();
  isDown = true;
  clock.advance({ hours: 1 });
  for (let times = 0; times < 3; times += 1) expect(await authorizeAt()).toBe(`${ISSUER}/1`);
  expect([asked, stale]).toEqual([2, 1]);
  clock.advance({ minutes: 1 });
  await authorizeAt();
  expect([asked, stale]).toEqual([3, 2]);
  clock.advance({ hours: 23 });
  await expect(authorizeAt()).rejects.toMatchObject({ code: 'oauth.provider-unavailable' });
  isDown = false;
  expect(await authorizeAt()).toBe(`${ISSUER}/5`);
});

it('that was never heard is asked anew by everybody', async () => {
  isDown = true;
  for (let times = 0; times < 2; times += 1)
    await expect(authorizeAt()).rejects.toMatchObject({ code: 'oauth.provider-unavailable' });
  isDown = false;
  expect(await authorizeAt()).toBe(`${ISSUER}/3`);
});
