import { expect } from 'vitest';
import type { Answer, Client, Json } from '../support/client.js';
import { createDatabase } from '../support/database.js';
import { mailbox } from '../support/mailbox.js';
import { startNode, type Node, type NodeOptions } from '../support/node.js';

export const PASSWORD = 'plum kettle harbour 42';
export const OTHER_PASSWORD = 'violet anchor museum 77';

/** Whatever serves HTTP: a node in this process, or a process of its own. */
export interface Service {
  readonly url: string;
  client(): Client;
}

export interface Person {
  readonly email: string;
  readonly password: string;
}

export interface UserJson {
  readonly id: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string;
  readonly bio: string | null;
  readonly avatarUrl: string | null;
  readonly status: string;
}

export interface SessionJson {
  readonly id: string;
  readonly tenantId: string | null;
  readonly idleExpiresAt: string;
  readonly expiresAt: string;
  readonly ip: string;
  readonly userAgent: string;
  readonly device: { browser: string | null; os: string | null; kind: string };
  readonly acr: string;
  readonly amr: readonly string[];
  readonly current: boolean;
}

export interface TokensJson {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly tokenType: string;
  readonly expiresIn: number;
}

export interface SignedInJson {
  readonly status: string;
  readonly user: UserJson;
  readonly session: SessionJson;
  readonly tokens?: TokensJson;
}

export interface ProblemJson {
  readonly type: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { path: string; code: string }[];
}

export interface PageJson<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Making an RSA key takes longer than most of these journeys. */
const QUICK = { JWT_ALGORITHM: 'ES256' };

/** One node; what all journeys need that are not about several. */
export function startService({ env, ...options }: NodeOptions = {}): Promise<Node> {
  return startNode({ ...options, env: { ...QUICK, ...env } });
}

/** Two nodes behind one name: a token of one is good at the other. */
export async function startCluster({ env, ...options }: NodeOptions = {}): Promise<[Node, Node]> {
  const database = options.database ?? (await createDatabase());
  const name = { JWT_ISSUER: 'https://id.example', JWT_AUDIENCE: 'https://id.example' };
  const start = () => startService({ ...options, database, env: { ...name, ...env } });
  // One after the other: the first makes the signing key that both use.
  return [await start(), await start()];
}

let people = 0;

export function someone(password = PASSWORD): Person {
  people += 1;
  return { email: `person${String(people)}@example.com`, password };
}

export function register(
  service: Service,
  person: Person,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Answer<Json>> {
  return service.client().post('/api/v1/auth/register', { ...person, name: 'Robin Roe', ...more });
}

/** Registers somebody and follows the link in the mail. */
export async function signUp(service: Service, person = someone(), more = {}): Promise<Person> {
  const box = mailbox(service, person.email);
  const known = await box.all();
  expect((await register(service, person, more)).status).toBe(202);
  const token = await box.token(/confirm/i, known);
  expect((await service.client().post('/api/v1/auth/email/verify', { token })).status).toBe(200);
  return person;
}

export function logIn(
  client: Client,
  { email, password }: Person,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Answer<SignedInJson>> {
  return client.post<SignedInJson>('/api/v1/auth/login', { email, password, ...more });
}

/** A browser in which this person is signed in. */
export async function browserOf(service: Service, person: Person, more = {}): Promise<Client> {
  const browser = service.client();
  expect((await logIn(browser, person, more)).status).toBe(200);
  return browser;
}

/** A native client in which this person is signed in: it sends an access token and keeps no cookie. */
export async function appOf(service: Service, person: Person): Promise<{ app: Client; tokens: TokensJson }> {
  const app = service.client();
  const { body } = await logIn(app, person, { transport: 'token' });
  const { tokens } = body;
  if (!tokens) throw new Error('no tokens were issued');
  app.headers['authorization'] = `Bearer ${tokens.accessToken}`;
  return { app, tokens };
}

/** Asks for a reset link and reads it from the mailbox. */
export async function resetToken(service: Service, { email }: Person): Promise<string> {
  expect((await service.client().post('/api/v1/auth/password/forgot', { email })).status).toBe(202);
  return mailbox(service, email).token(/choose a new password/i);
}

export async function statusOf(client: Client, path = '/api/v1/me'): Promise<number> {
  return (await client.get(path)).status;
}

/** How many passwords this node has hashed so far. */
export async function hashesOf(service: Service): Promise<number> {
  const { body } = await service.client().get<string>('/metrics');
  return Number(/^sallyport_hash_seconds_count (\d+)$/m.exec(body)?.[1]);
}
