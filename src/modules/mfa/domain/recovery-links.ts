/** Addresses that are mailed; they come from the configured public URL and carry the secret in the fragment. */
export abstract class RecoveryLinks {
  abstract confirm(token: string): string;
  abstract cancel(token: string): string;
}
