/** Addresses that are mailed: they carry the secret in the fragment. */
export abstract class IdentityLinks {
  abstract confirm(token: string): string;
}
