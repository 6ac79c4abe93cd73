/** How a person can sign in, as a tenant names it. */
export const SIGN_IN_METHODS = ['password', 'passkey', 'google', 'microsoft', 'github', 'oidc'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** What each method leaves among the proofs of a session (RFC 8176); a provider leaves its name. */
const PROOFS: Readonly<Record<SignInMethod, readonly string[]>> = {
  password: ['pwd'],
  passkey: ['hwk', 'swk'],
  google: ['google'],
  microsoft: ['microsoft'],
  github: ['github'],
  oidc: ['oidc'],
};

export const proofsOf = (methods: readonly SignInMethod[]): string[] =>
  methods.flatMap((method) => PROOFS[method]);

/** Every method that the proofs speak of. */
export const methodsProven = (amr: readonly string[]): SignInMethod[] =>
  SIGN_IN_METHODS.filter((method) => PROOFS[method].some((proof) => amr.includes(proof)));

/** @param allowed null: every method */
export const isMethodAllowed = (allowed: readonly SignInMethod[] | null, amr: readonly string[]): boolean =>
  allowed === null || methodsProven(amr).some((method) => allowed.includes(method));
