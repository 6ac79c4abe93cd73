/** RFC 6238 with SHA-1, six digits and 30 seconds: what every authenticator app speaks. */
export abstract class Totp {
  /** @param seed 20 random bytes, base64url @returns the secret in base32 */
  abstract secretFrom(seed: string): string;
  /**
   * @param code exactly as it was sent; whatever is not a text of six digits matches nothing
   * @returns the step that the code belongs to, at most one before or after `now`; null when it is wrong
   */
  abstract stepOf(code: unknown, secret: string, now: Date): number | null;
  /** The `otpauth:` address that an authenticator app scans. */
  abstract keyUri(secret: string, issuer: string, account: string): string;
}

export const TOTP_SEED_BYTES = 20;
