import { availableParallelism } from 'node:os';
import { z } from 'zod';

/**
 * Every environment variable the service knows: its type, its default and what it is for.
 * `.env.example`, the README's table and the boot checks are all derived from this one list.
 * Every name can also be given as `NAME_FILE`, the path of a file that holds the value.
 */
const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const optionalText = z.string().min(1).optional();
const address = (form: RegExp, example: string) =>
  z.string().regex(form, `write it as ${example}`).optional();
/** As the driver reads it: an address that may lack its host, or the path of a socket. */
const isDatabaseAddress = (text: string) =>
  /^(\/|socket:)/.test(text) ||
  (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text.replace('@/', '@socket/')));
const databaseAddress = z
  .string()
  .refine(
    isDatabaseAddress,
    'write it as postgres://user:password@host:5432/database, with signs such as # / ? @ of the password as %23 %2F %3F %40',
  )
  .optional();

export const settings = {
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('production refuses to boot with missing or placeholder secrets'),
  HOST: z.string().default('0.0.0.0').describe('Address to listen on'),
  PORT: whole(0, 65_535)
    .default(3000)
    .describe('Port to listen on; 0 = any free port, the boot log says which'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'write it as https://id.example.com' })
    .optional()
    .describe('Where people reach the service; default http://localhost:PORT'),
  DATA_DIR: z.string().default('./.data').describe('Embedded database and development keys'),
  DATABASE_URL: databaseAddress.describe(
    'PostgreSQL 15-18, as a role that owns nothing; unset: embedded PostgreSQL',
  ),
  DATABASE_OWNER_URL: databaseAddress.describe(
    'The same database as the owner role, used for migrations only',
  ),
  DATABASE_POOL_SIZE: whole(2, 500).default(10).describe('Connections kept by one process'),
  REDIS_URL: address(/^(rediss?:\/)?\/./, 'redis://host:6379').describe(
    'Redis 7 or compatible; unset: limits are counted in process (one node)',
  ),
  SMTP_URL: address(/^smtps?:\/\/./, 'smtp://user:pass@host:587').describe(
    'smtp://user:pass@host:587; unset: mail is only shown in the development mailbox',
  ),
  MAIL_FROM: z.string().default('Sallyport <no-reply@localhost>').describe('Sender of every mail'),
  ENCRYPTION_KEYS: optionalText.describe(
    'id:base64,id:base64 (32 bytes each), the first one is current; development makes one in DATA_DIR',
  ),
  ENCRYPTION_KEY_CURRENT: optionalText.describe(
    'Id of the encryption key that seals, where it is not the first: while nodes learn a new one',
  ),
  PASSWORD_PEPPER: optionalText.describe(
    'At least 32 random characters mixed into every password hash; cannot be changed later',
  ),
  PASSWORD_MIN_LENGTH: whole(8, 64).default(15).describe('Shortest password accepted; never under 8'),
  PASSWORD_HISTORY: whole(0, 24).default(5).describe('How many former passwords may not be used again'),
  HASH_CONCURRENCY: whole(1, 64)
    .default(Math.min(3, Math.max(1, availableParallelism() - 1)))
    .describe(
      'Password hashes computed at once; default is one less than there are cores, at most 3 (libuv has four threads for everything)',
    ),
  HASH_QUEUE_LIMIT: whole(1, 100_000)
    .default(4096)
    .describe('Password hashes that may wait; further ones are answered 503 with Retry-After'),
  JWT_ALGORITHM: z
    .enum(['RS256', 'ES256'])
    .default('RS256')
    .describe('Signature of access tokens: RS256 (RSA 3072) or ES256'),
  JWT_ISSUER: optionalText.describe('Issuer of access tokens; default PUBLIC_URL'),
  JWT_AUDIENCE: optionalText.describe('Audience of access tokens; default PUBLIC_URL'),
  ACCESS_TOKEN_SECONDS: whole(30, 3600).default(300).describe('Lifetime of an access token'),
  SIGNING_KEY_ROTATION_DAYS: whole(1, 3650)
    .default(90)
    .describe('A key signs access tokens for this long, then the next one does'),
  EXCHANGE_AUDIENCES: list
    .default([])
    .describe('Audiences beside JWT_AUDIENCE that /auth/token/exchange issues tokens for, comma-separated'),
  PAT_MAX_DAYS: whole(0, 3650)
    .default(0)
    .describe('Longest life of a personal access token; 0 = it may live for ever'),
  SESSION_IDLE_MINUTES: whole(5, 525_600).default(1440).describe('A session unused for this long ends'),
  SESSION_ABSOLUTE_HOURS: whole(1, 8760)
    .default(168)
    .describe('A session ends after this long whatever happens'),
  REMEMBER_ME_DAYS: whole(1, 365).default(30).describe('Both limits of a session signed in with rememberMe'),
  MFA_REQUIRED: onOff.default(false).describe('on: everybody needs a second factor or a passkey'),
  DEVICE_AUTH_REQUIRED: onOff
    .default(false)
    .describe('on: signing in takes a passkey; a password alone only leads to enrolling one'),
  MFA_EMAIL_CODES: onOff
    .default(true)
    .describe('off: codes by mail may not stand in for an authenticator app or a passkey'),
  TRUSTED_DEVICE_DAYS: whole(0, 365)
    .default(30)
    .describe('For how long a trusted browser is not asked for a second factor; 0 = always ask'),
  MFA_RECOVERY_HOURS: whole(0, 720)
    .default(72)
    .describe('Waiting period before a person who lost every factor is rid of them; 0 = only operators can'),
  MFA_ISSUER: z.string().min(1).max(60).default('Sallyport').describe('Name shown in authenticator apps'),
  REGISTRATION: z
    .enum(['open', 'closed'])
    .default('open')
    .describe('closed: nobody signs up without an invitation'),
  ALLOWED_ORIGINS: list
    .default([])
    .describe('Browser origins that may call with cookies, comma-separated; PUBLIC_URL is always one'),
  ALLOWED_REDIRECTS: list.default([]).describe('Exact URLs that a sign-in may return to, comma-separated'),
  TRUSTED_PROXIES: list
    .default([])
    .describe('Networks (CIDR) whose X-Forwarded-For is believed, comma-separated'),
  RATE_LIMITS: onOff.default(true).describe('on or off; off is refused in production'),
  RATE_LIMIT_FACTOR: z.coerce
    .number()
    .min(0.1)
    .max(1000)
    .default(1)
    .describe('Multiplies every request limit'),
  BODY_LIMIT_KB: whole(16, 10_240).default(256).describe('Largest request body'),
  DOCS: onOff.optional().describe('Swagger UI at /docs; default on in development, off in production'),
  EXAMPLES: onOff.optional().describe('Sample modules; default on in development, off in production'),
  METRICS_TOKEN: optionalText.describe(
    'Bearer token that /metrics asks for; in production /metrics is closed without it',
  ),
  SENTRY_DSN: optionalText.describe('Report unexpected errors to Sentry'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('Least severe level that is logged'),
  LOG_FORMAT: z
    .enum(['pretty', 'json'])
    .optional()
    .describe('default pretty in development, json in production'),
} as const;

export type SettingName = keyof typeof settings;
export type RawSettings = { [Name in SettingName]: z.infer<(typeof settings)[Name]> };
