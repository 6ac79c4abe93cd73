import { beforeAll, describe, expect, it } from 'vitest';
import { DisableUser, SHARED_DIRECTORY_ID } from '../../../src/modules/identity/index.js';
import type { Answer, Client } from '../../support/client.js';
import { mailbox } from '../../support/mailbox.js';
import type { Node } from '../../support/node.js';
import { SoftwareAuthenticator, type Tampering } from '../../support/software-authenticator.js';
import {
  logIn,
  signUp,
  startService,
  statusOf,
  type PageJson,
  type Person,
  type ProblemJson,
  type SignedInJson,
} from '../journey.js';
import { challengeOf, startOfTime, verify, type MoreJson } from './mfa-journey.js';

type Options = Record<string, unknown> & { readonly challengeId: string };
interface DeviceJson {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly backedUp: boolean | null;
}

const REGISTER = '/api/v1/auth/device/register';
const LOGIN = '/api/v1/auth/device/login';

const clock = startOfTime();
let here: Node;
let there: Node;
beforeAll(async () => {
  here = await startService({ clock });
  const { database, url } = here;
  there = await startService({ clock, database, env: { ALLOWED_ORIGINS: url } });
});

/** Pages that talk to the second node come from the first one. */
const originOf = ({ url }: Pick<Client, 'url'>) => (url === there.url ? here.url : url);
const page = (client: Client) => ({
  post: <Body>(path: string, body: unknown = {}) =>
    client.post<Body>(path, body, { origin: originOf(client) }),
});
const newKey = (traits: Traits = {}, node = here) => new SoftwareAuthenticator(node.url, traits);

async function optionsFrom(client: Client, path: string, body = {}): Promise<Options> {
  const { status, body: options } = await page(client).post<Options>(path, body);
  expect(status).toBe(200);
  return options;
}

async function add(browser: Client, key: SoftwareAuthenticator, tampering: Tampering = {}, name?: string) {
  const options = await optionsFrom(browser, `${REGISTER}/options`, { ...(name && { name }) });
  const attestation = key.create(options, tampering);
  return page(browser).post<{ device: DeviceJson; backupCodes?: string[] } & ProblemJson>(REGISTER, {
    ...{ challengeId: options.challengeId, attestation },
  });
}

type Traits = ConstructorParameters<typeof SoftwareAuthenticator>[1];

async function signedUpWithPasskey(traits: Traits = {}) {
  const person = await signUp(here);
  const browser = await browserOfPage(here, person);
  const key = newKey(traits);
  const { status, body } = await add(browser, key, {}, 'My laptop');
  expect(status).toBe(201);
  return { person, browser, key, ...body };
}

async function browserOfPage(node: Node, { email, password }: Person): Promise<Client> {
  const browser = node.client();
  expect((await page(browser).post('/api/v1/auth/login', { email, password })).status).toBe(200);
  return browser;
}

async function signIn(key: SoftwareAuthenticator, tampering: Tampering = {}, client = here.client()) {
  const options = await optionsFrom(client, `${LOGIN}/options`);
  const body = { challengeId: options.challengeId, assertion: key.get(options, tampering) };
  return page(client).post<SignedInJson & ProblemJson>(LOGIN, body);
}

describe('a passkey', () => {
  it.each(['ES256', 'RS256'] as const)(
    '(%s) is added, listed, renamed, and signs in without a name',
    async (algorithm) => {
      const { person, browser, key, device, backupCodes } = await signedUpWithPasskey({
        algorithm,
        counts: true,
      });
      expect(device).toMatchObject({ kind: 'passkey', name: 'My laptop', backedUp: false });
      expect(backupCodes).toHaveLength(10);
      const listed = await browser.get<PageJson<DeviceJson>>('/api/v1/mfa/devices');
      expect(listed.body.items).toEqual([expect.objectContaining({ id: device.id, name: 'My laptop' })]);
      const client = here.client();
      const { status, body } = await signIn(key, {}, client);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        ...{ status: 'authenticated', user: { email: person.email, mfaEnabled: true } },
        session: { acr: 'aal2', amr: expect.arrayContaining(['hwk', 'mfa']) as string[] },
      });
      expect(await statusOf(client)).toBe(200);
    },
  );

  it('tells its owner that it was added', async () => {
    const { person } = await signedUpWithPasskey();
    const mails = async () => (await mailbox(here, person.email).all()).map(({ subject }) => subject);
    await expect.poll(mails, { timeout: 20_000 }).toContainEqual(expect.stringMatching(/device/i));
  });

  it('that did not verify its user is one factor: aal1', async () => {
    const { key } = await signedUpWithPasskey({ userVerified: false });
    expect((await signIn(key)).body.session).toMatchObject({ acr: 'aal1', amr: ['hwk'] });
  });

  it('that is kept in a cloud says so', async () => {
    const { key, device } = await signedUpWithPasskey({ synced: true });
    expect(device.backedUp).toBe(true);
    expect((await signIn(key)).body.session.amr).toContain('swk');
  });

  it('is a second factor beside the password, and enough for a step-up', async () => {
    const { person, key } = await signedUpWithPasskey({ userVerified: false });
    const client = here.client();
    const { challengeId, methods } = await challengeOf(client, person);
    expect(methods).toContain('passkey');
    const options = await optionsFrom(client, '/api/v1/auth/mfa/passkey/options', { challengeId });
    expect(options['allowCredentials']).toHaveLength(1);
    const verified = await verify(client, challengeId, { method: 'passkey', assertion: key.get(options) });
    expect(verified.body.session).toMatchObject({ acr: 'aal2' });
    const again = await optionsFrom(client, '/api/v1/auth/step-up/passkey/options');
    const stepped = await page(client).post('/api/v1/auth/step-up', {
      ...{ method: 'passkey', challengeId: again.challengeId, assertion: key.get(again) },
    });
    expect(stepped.status).toBe(200);
  });

  it('works for native clients, in the tenant that they ask for', async () => {
    const { key } = await signedUpWithPasskey();
    const options = await optionsFrom(here.client(), `${LOGIN}/options`);
    const body = { challengeId: options.challengeId, assertion: key.get(options), transport: 'token' };
    const answer = await here.client().post<SignedInJson>(LOGIN, body, { origin: null });
    expect(answer.body.tokens).toBeDefined();
    const other = await optionsFrom(here.client(), `${LOGIN}/options`);
    const elsewhere = { challengeId: other.challengeId, assertion: key.get(other), tenant: 'nowhere' };
    expect((await page(here.client()).post<ProblemJson>(LOGIN, elsewhere)).body.code).toBe(
      'tenancy.not-a-member',
    );
  });

  it('opens nothing once it is removed, or its owner is disabled', async () => {
    const [removed, disabled] = [await signedUpWithPasskey(), await signedUpWithPasskey()];
    const strong = here.client();
    await signIn(removed.key, {}, strong);
    const path = `/api/v1/mfa/devices/${removed.device.id}`;
    expect((await strong.delete(path)).status).toBe(204);
    expect((await signIn(removed.key)).body.code).toBe('auth.invalid-passkey');
    const { person, key } = disabled;
    await here.app.get(DisableUser, { strict: false }).execute(SHARED_DIRECTORY_ID, person.email);
    expect(await signIn(key)).toMatchObject({ status: 401 });
  });

  it('belongs to one person: another cannot add the same credential', async () => {
    const { key } = await signedUpWithPasskey();
    const other = await browserOfPage(here, await signUp(here));
    const copy = newKey({ credentialId: key.credentialId });
    expect(await add(other, copy)).toMatchObject({ status: 400, body: { code: 'mfa.passkey-refused' } });
  });

  it('needs a step-up when there is a device already', async () => {
    const { person } = await signedUpWithPasskey();
    const weak = here.client();
    await logIn(weak, person);
    expect((await page(weak).post(`${REGISTER}/options`)).status).toBe(401);
    const options = await page((await signedUpWithPasskey()).browser).post<ProblemJson>(
      `${REGISTER}/options`,
    );
    expect(options).toMatchObject({ status: 403, body: { code: 'auth.step-up-required' } });
  });
});

describe('the question to whoever it may be', () => {
  it('is the same for everybody, and names no credential', async () => {
    const { person } = await signedUpWithPasskey();
    const shape = async (body: object) => {
      const {
        challenge: _,
        challengeId: __,
        ...rest
      } = await optionsFrom(here.client(), `${LOGIN}/options`, body);
      return rest;
    };
    const known = await shape({ email: person.email });
    expect(known).toEqual(await shape({ email: 'nobody@example.com' }));
    expect(known).toEqual(await shape({}));
    expect(known).not.toHaveProperty('allowCredentials.0');
  });
});

describe('a registration is refused when', () => {
  const wrong: [string, Tampering][] = [
    ['the challenge is another', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['the origin is another', { origin: 'https://evil.example' }],
    ['the origin is a look-alike', { origin: 'http://localhost.evil.example' }],
    ['the port is another', { origin: 'http://localhost:1234' }],
    ['it is an assertion', { type: 'webauthn.get' }],
    ['it comes from a frame of another site', { crossOrigin: true }],
    ['it is for another service', { rpId: 'evil.example' }],
    ['nobody was present', { flags: 0x04 }],
    ['it is backed up but must not be', { flags: 0x15 }],
    ['its algorithm was not offered', { algorithm: -65535 }],
    ['its algorithm does not fit the key', { algorithm: -257 }],
    ['its data is cut off', { authenticatorData: (data) => data.subarray(0, 60) }],
    ['its data is garbage', { authenticatorData: (data) => Buffer.alloc(data.length, 0xff) }],
    ['its data goes on', { authenticatorData: (data) => Buffer.concat([data, Buffer.alloc(8)]) }],
    ['its credential has no id', { credentialId: Buffer.alloc(0) }],
  ];

  it.each(wrong)('%s', async (_, tampering) => {
    const browser = await browserOfPage(here, await signUp(here));
    const key = newKey();
    expect(await add(browser, key, tampering)).toMatchObject({
      status: 400,
      body: { code: 'mfa.passkey-refused' },
    });
    expect((await browser.get<PageJson<DeviceJson>>('/api/v1/mfa/devices')).body.items).toEqual([]);
  });

  it.each([{}, { id: 1 }, { response: null }, { id: 'x', response: { clientDataJSON: 'x' } }, { id: [] }])(
    'what the browser sends is %j',
    async (attestation) => {
      const browser = await browserOfPage(here, await signUp(here));
      const { challengeId } = await optionsFrom(browser, `${REGISTER}/options`);
      const { status } = await page(browser).post(REGISTER, { challengeId, attestation });
      expect(status).toBe(400);
    },
  );

  it('it is sent by another person, or twice', async () => {
    const [one, two] = [
      await browserOfPage(here, await signUp(here)),
      await browserOfPage(here, await signUp(here)),
    ];
    const options = await optionsFrom(one, `${REGISTER}/options`);
    const body = {
      challengeId: options.challengeId,
      attestation: newKey().create(options),
    };
    expect((await page(two).post(REGISTER, body)).status).toBe(410);
    const sent = await Promise.all(Array.from({ length: 4 }, () => page(one).post(REGISTER, body)));
    expect(sent.filter(({ status }) => status === 201)).toHaveLength(1);
  });
});

describe('an assertion is refused when', () => {
  let passkey: Awaited<ReturnType<typeof signedUpWithPasskey>>;
  beforeAll(async () => {
    passkey = await signedUpWithPasskey();
  });

  const wrong: [string, Tampering][] = [
    ['the challenge is another', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['the origin is another', { origin: 'https://evil.example' }],
    ['it is a registration', { type: 'webauthn.create' }],
    ['it comes from a frame of another site', { crossOrigin: true }],
    ['it is for another service', { rpId: 'evil.example' }],
    ['nobody was present', { flags: 0x04 }],
    ['the key may suddenly be backed up', { flags: 0x1d }],
    [
      'the signature is another',
      {
        signature: (signature) =>
          Buffer.concat([signature.subarray(0, -1), Buffer.from([signature.at(-1)! ^ 1])]),
      },
    ],
    ['the signature is cut off', { signature: (signature) => signature.subarray(0, 20) }],
    ['there is no signature', { signature: () => Buffer.alloc(0) }],
    [
      'the flags were changed after signing',
      {
        authenticatorData: (data) =>
          Buffer.concat([data.subarray(0, 32), Buffer.from([0x1d]), data.subarray(33)]),
      },
    ],
    [
      'the counter was changed after signing',
      { authenticatorData: (data) => Buffer.concat([data.subarray(0, 33), Buffer.from([0, 0, 0, 9])]) },
    ],
    ['the data is cut off', { authenticatorData: (data) => data.subarray(0, 30) }],
    ['the credential is another', { credentialId: Buffer.alloc(32, 7) }],
    ['the user is another', { userHandle: Buffer.alloc(16, 7).toString('base64url') }],
  ];

  it.each(wrong)('%s', async (_, tampering) => {
    const client = here.client();
    expect(await signIn(passkey.key, tampering, client)).toMatchObject({
      status: 401,
      body: { code: 'auth.invalid-passkey' },
    });
    expect(client.cookies.size).toBe(0);
    expect((await signIn(passkey.key)).status).toBe(200);
  });

  it.each([{}, { id: 1 }, { id: 'x' }, { id: 'AAAA', response: null }, { id: '../..', response: {} }])(
    'what the browser sends is %j',
    async (assertion) => {
      const { challengeId } = await optionsFrom(here.client(), `${LOGIN}/options`);
      const { status } = await page(here.client()).post(LOGIN, { challengeId, assertion });
      expect(status).toBe(401);
    },
  );

  it('it is sent twenty times at once to two nodes: one sign-in', async () => {
    const options = await optionsFrom(here.client(), `${LOGIN}/options`);
    const body = { challengeId: options.challengeId, assertion: passkey.key.get(options) };
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, n) => page((n % 2 ? there : here).client()).post(LOGIN, body)),
    );
    expect(sent.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('its challenge was put for something else', async () => {
    const { person, key, browser } = passkey;
    const client = here.client();
    const { challengeId } = await challengeOf(client, person);
    const options = await optionsFrom(client, '/api/v1/auth/mfa/passkey/options', { challengeId });
    const asSignIn = { challengeId, assertion: key.get(options) };
    expect((await page(here.client()).post(LOGIN, asSignIn)).status).toBe(410);
    const stepUp = await optionsFrom(browser, '/api/v1/auth/step-up/passkey/options');
    const elsewhere = { challengeId: stepUp.challengeId, assertion: key.get(stepUp) };
    expect((await page(here.client()).post(LOGIN, elsewhere)).status).toBe(410);
  });

  it('it is the passkey of somebody else', async () => {
    const other = await signedUpWithPasskey();
    const client = here.client();
    const { challengeId } = await challengeOf(client, passkey.person);
    const options = await optionsFrom(client, '/api/v1/auth/mfa/passkey/options', { challengeId });
    const answer = { method: 'passkey', assertion: other.key.get(options) };
    expect((await verify(client, challengeId, answer)).status).toBe(401);
  });

  it('its counter has gone back: the owner is told of a copy', async () => {
    const { person, key, device } = await signedUpWithPasskey({ counts: true });
    expect((await signIn(key)).status).toBe(200);
    expect((await signIn(key, { counter: 1 })).status).toBe(401);
    const subjects = async () => (await mailbox(here, person.email).all()).map(({ subject }) => subject);
    await expect.poll(subjects, { timeout: 20_000 }).toContainEqual(expect.stringMatching(/copied/i));
    expect(device.kind).toBe('passkey');
    expect((await signIn(key)).status).toBe(200);
  });
});

describe('where signing in takes a passkey', () => {
  let strict: Node;
  beforeAll(async () => {
    strict = await startService({ env: { DEVICE_AUTH_REQUIRED: 'on' } });
  });

  it('the password alone leads to enrolling one, and the passkey alone signs in', async () => {
    const person = await signUp(strict);
    const client = strict.client();
    const begun = (await logIn(client, person)) as unknown as Answer<MoreJson>;
    expect(begun.body).toMatchObject({ status: 'mfa_enrolment_required', methods: ['passkey'] });
    expect(client.cookies.size).toBe(0);
    const { challengeId } = begun.body;
    const key = newKey({}, strict);
    const options = await optionsFrom(client, '/api/v1/auth/mfa/enrolment/passkey/options', { challengeId });
    const enrolled = await page(client).post<SignedInJson & { backupCodes: string[] }>(
      '/api/v1/auth/mfa/enrolment/passkey',
      { challengeId, attestation: key.create(options), name: 'Key' },
    );
    expect(enrolled.body).toMatchObject({ status: 'authenticated', session: { acr: 'aal2' } });
    expect(enrolled.body.backupCodes).toHaveLength(10);
    expect(await statusOf(client)).toBe(200);
    const other = strict.client();
    const login = await optionsFrom(other, `${LOGIN}/options`);
    const body = { challengeId: login.challengeId, assertion: key.get(login) };
    expect((await page(other).post<SignedInJson>(LOGIN, body)).body.session).toMatchObject({ acr: 'aal2' });
    expect((await logIn(strict.client(), person)).body.status).toBe('mfa_required');
  });

  it('one that does not verify its user is not enough alone', async () => {
    const person = await signUp(strict);
    const client = strict.client();
    const { challengeId } = ((await logIn(client, person)) as unknown as Answer<MoreJson>).body;
    const key = newKey({ userVerified: false }, strict);
    const options = await optionsFrom(client, '/api/v1/auth/mfa/enrolment/passkey/options', { challengeId });
    await page(client).post('/api/v1/auth/mfa/enrolment/passkey', {
      challengeId,
      attestation: key.create(options),
    });
    const login = await optionsFrom(strict.client(), `${LOGIN}/options`);
    const body = { challengeId: login.challengeId, assertion: key.get(login) };
    expect(await page(strict.client()).post<ProblemJson>(LOGIN, body)).toMatchObject({
      status: 403,
      body: { code: 'auth.user-verification-required' },
    });
  });
});
