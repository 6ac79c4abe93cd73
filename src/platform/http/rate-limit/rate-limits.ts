/** Who a limit counts: the caller's address, the account named in the body (`email`), or the signed-in user. */
export type CountedBy = 'address' | 'account' | 'user' | 'token-owner';

export interface Limit {
  readonly name: string;
  readonly by: CountedBy;
  readonly limit: number;
  readonly windowSeconds: number;
}

const MINUTE = 60;
const HOUR = 3600;

/**
 * Every request limit of the service; `RATE_LIMIT_FACTOR` multiplies all of them, `RATE_LIMITS=off` lifts them.
 * Counters of failed attempts (a password, a code) are not here: they belong to the account and to its module.
 */
export const rateLimits = {
  login: [{ name: 'login', by: 'address', limit: 5, windowSeconds: MINUTE }],
  register: [{ name: 'register', by: 'address', limit: 3, windowSeconds: HOUR }],
  forgot: [
    { name: 'forgot', by: 'account', limit: 3, windowSeconds: HOUR },
    { name: 'forgot-address', by: 'address', limit: 20, windowSeconds: HOUR },
  ],
  resend: [
    { name: 'resend', by: 'account', limit: 3, windowSeconds: HOUR },
    { name: 'resend-address', by: 'address', limit: 20, windowSeconds: HOUR },
  ],
  /** Mails to people who did not ask for them. */
  invite: [
    { name: 'invite', by: 'account', limit: 5, windowSeconds: HOUR },
    { name: 'invite-sender', by: 'user', limit: 200, windowSeconds: HOUR },
  ],
  /** Mails that ask the owner of an address about a sign-in with a provider, see CountedMailAllowance. */
  confirmLink: [{ name: 'confirm-link', by: 'account', limit: 3, windowSeconds: HOUR }],
  /** Answers to challenges; the tries themselves are counted by challenge and by account. */
  challenge: [{ name: 'challenge', by: 'address', limit: 60, windowSeconds: MINUTE }],
  /** Redeeming what a mail carried. */
  link: [{ name: 'link', by: 'address', limit: 30, windowSeconds: MINUTE }],
  /** What programs ask at the OAuth endpoints; their secrets cannot be guessed, so this only bounds the load. */
  oauth: [{ name: 'oauth', by: 'address', limit: 6000, windowSeconds: MINUTE }],
  /** Credentials that opened nothing; counted once they are found wrong, see FailedCredentials. */
  credential: [{ name: 'credential', by: 'address', limit: 100, windowSeconds: MINUTE }],
  /** The default of every route that needs a credential: people, and programs that act for them. */
  api: [{ name: 'api', by: 'user', limit: 100, windowSeconds: MINUTE }],
  apiToken: [{ name: 'api-token', by: 'token-owner', limit: 600, windowSeconds: MINUTE }],
  /** The default of every public route that changes something; an office behind one address stays below it. */
  public: [{ name: 'public', by: 'address', limit: 600, windowSeconds: MINUTE }],
} as const satisfies Readonly<Record<string, readonly Limit[]>>;

/** What a configured factor makes of a limit. */
export const scaled = (limit: number, factor: number): number => Math.max(1, Math.round(limit * factor));

export type LimitedAction = keyof typeof rateLimits;
