import { ConfigError } from './config-error.js';

/** An application registered with a provider, and where the provider is when it is not at its usual place. */
export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The Microsoft directory that may sign in: an id, a domain, `common`, `organizations` or `consumers`. */
  readonly tenant?: string;
  /** Of a generic OpenID provider, or a stand-in. */
  readonly issuer?: string;
  readonly authorizeUrl?: string;
  readonly tokenUrl?: string;
  readonly revokeUrl?: string;
  readonly apiUrl?: string;
}

/** By prefix: `GOOGLE`, `OIDC_ACME`, `CONNECT_GOOGLE_DRIVE`. */
export type OAuthClients = ReadonlyMap<string, OAuthClient>;

type Field = keyof OAuthClient;

/** What may follow a prefix. The order is that of `.env.example`. */
const SUFFIXES = {
  CLIENT_ID: 'clientId',
  CLIENT_SECRET: 'clientSecret',
  TENANT: 'tenant',
  ISSUER: 'issuer',
  AUTHORIZE_URL: 'authorizeUrl',
  TOKEN_URL: 'tokenUrl',
  REVOKE_URL: 'revokeUrl',
  API_URL: 'apiUrl',
} as const satisfies Record<string, Field>;

const STAND_IN = ['AUTHORIZE_URL', 'TOKEN_URL', 'REVOKE_URL', 'API_URL'] as const;

/** What `.env.example` says of these settings: their names are made of a prefix and a suffix. */
export const oauthClientFamilies = [
  {
    prefixes: ['GOOGLE', 'MICROSOFT', 'GITHUB'],
    suffixes: ['CLIENT_ID', 'CLIENT_SECRET'],
    description: 'Sign in with Google, Microsoft, GitHub: the application registered there',
  },
  {
    prefixes: ['OIDC_ACME'],
    suffixes: ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET'],
    description:
      'Sign in with any OpenID provider; ACME stands for a name of yours, shown as /auth/oauth/acme',
  },
  {
    prefixes: [
      'CONNECT_GMAIL',
      'CONNECT_SLACK',
      'CONNECT_TRELLO',
      'CONNECT_ASANA',
      'CONNECT_NOTION',
      'CONNECT_DROPBOX',
      'CONNECT_GOOGLE_DRIVE',
      'CONNECT_OUTLOOK',
      'CONNECT_TEAMS',
      'CONNECT_GITHUB',
    ],
    suffixes: ['CLIENT_ID', 'CLIENT_SECRET'],
    description: 'Connections: the application registered with each provider',
  },
  {
    prefixes: ['MICROSOFT', 'CONNECT_OUTLOOK', 'CONNECT_TEAMS'],
    suffixes: ['TENANT'],
    description: 'Microsoft directory that may sign in; default common',
  },
  {
    prefixes: ['CONNECT_GMAIL'],
    suffixes: STAND_IN,
    description:
      'Another place than the usual one, for stand-ins outside production; every prefix above takes these, and ISSUER',
  },
] as const;

const NAME = new RegExp(
  `^(GOOGLE|MICROSOFT|GITHUB|OIDC_[A-Z0-9_]+?|CONNECT_[A-Z0-9_]+?)_(${Object.keys(SUFFIXES).join('|')})(_FILE)?$`,
);

/**
 * Reads every OAuth client that the environment describes.
 * @param names all names that are set @param read the value of a name, also from a file
 * @throws ConfigError naming every wrong setting in one line
 */
export function readOAuthClients(
  names: readonly string[],
  read: (name: string) => string | undefined,
  production: boolean,
): OAuthClients {
  const clients = new Map<string, Partial<Record<Field, string>>>();
  const problems = new Map<string, string[]>();
  for (const name of names) {
    const [, prefix, suffix] = NAME.exec(name) ?? [];
    if (prefix === undefined || suffix === undefined) continue;
    const value = read(`${prefix}_${suffix}`);
    if (value === undefined) continue;
    clients.set(prefix, { ...clients.get(prefix), [SUFFIXES[suffix as keyof typeof SUFFIXES]]: value });
    const wrong = faultOf(prefix, suffix, value, production);
    if (wrong) problems.set(prefix, [...(problems.get(prefix) ?? []), `${prefix}_${suffix} ${wrong}`]);
  }
  const meant = [...clients].filter(([prefix, client]) => isMeant(prefix, client));
  const wrong = meant.flatMap(([prefix, client]) => [
    ...(problems.get(prefix) ?? []),
    ...missing(prefix, client),
  ]);
  if (wrong.length > 0) throw new ConfigError(`Set these and start again: ${wrong.join('; ')}`);
  return new Map(meant) as unknown as OAuthClients;
}

/** Names of ours may be somebody else's too: every job of GitHub Actions has a `GITHUB_API_URL`. */
function isMeant(
  prefix: string,
  { clientId, clientSecret, issuer }: Partial<Record<Field, string>>,
): boolean {
  const ownIssuer = prefix.startsWith('OIDC_') ? issuer : undefined;
  return (clientId ?? clientSecret ?? ownIssuer) !== undefined;
}

/** The ids of routes are made of these names: one provider would hide the other. */
const TAKEN: ReadonlySet<string> = new Set(['OIDC_GOOGLE', 'OIDC_MICROSOFT', 'OIDC_GITHUB']);

function faultOf(prefix: string, suffix: string, value: string, production: boolean): string | null {
  if (TAKEN.has(prefix)) return 'is named as a provider that is built in: choose another name';
  const isOwnIssuer = suffix === 'ISSUER' && prefix.startsWith('OIDC_');
  if (!suffix.endsWith('_URL') && suffix !== 'ISSUER') return null;
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) return 'must be an http(s) URL';
  if (!production) return null;
  if (!isOwnIssuer) return 'is for stand-ins and refused in production';
  return value.startsWith('https:') ? null : 'must be an https:// URL';
}

function missing(prefix: string, client: Partial<Record<Field, string>>): string[] {
  const needed: Field[] = ['clientId', 'clientSecret'];
  if (prefix.startsWith('OIDC_')) needed.push('issuer');
  return Object.entries(SUFFIXES)
    .filter(([, field]) => needed.includes(field) && client[field] === undefined)
    .map(([suffix]) => `${prefix}_${suffix} is missing`);
}
