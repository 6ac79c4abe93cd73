/** One-way digests as a port: the domain may not touch node:crypto. */
export abstract class Digest {
  /** SHA-256 of a high-entropy secret; what is stored instead of the secret itself. */
  abstract sha256(secret: string): Buffer;
  /** Keyed digest for low-entropy values (addresses, bodies) that must not be guessable from a dump. */
  abstract keyed(purpose: string, value: string): Buffer;
  /** Comparison whose duration does not depend on where two texts differ. */
  abstract same(a: string, b: string): boolean;
}
