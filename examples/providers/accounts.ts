/** Somebody with an account at every provider. */
export interface Account {
  /** What one picks them by. */
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
  /** What their ids at the providers are made of. */
  readonly number: number;
  /** Which workspace, team or directory they belong to. */
  readonly organization: number;
}

export const DEMO_ACCOUNTS: readonly Account[] = [
  account('ada', 'Ada Example', 1, 1, true),
  account('ben', 'Ben Example', 2, 1, true),
  account('cleo', 'Cleo Elsewhere', 3, 2, false),
];

function account(
  login: string,
  name: string,
  number: number,
  organization: number,
  verified: boolean,
): Account {
  return { login, name, email: `${login}@example.com`, emailVerified: verified, number, organization };
}

/** @param family tells ids of one kind from those of another */
export const uuidOf = (family: string, number: number): string =>
  `${Buffer.from(family.padEnd(4, '0')).toString('hex').slice(0, 8)}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

export const organizationName = (organization: number): string =>
  organization === 1 ? 'Example Company' : `Other Company ${organization}`;
