/** A stored hash that was understood and found affordable. */
export interface StoredHash {
  /** Made by another scheme, with other parameters or another pepper than a fresh one would be. */
  readonly outdated: boolean;
  /** Costs as much as the hash says; call it inside the queue only. */
  readonly matches: (password: string) => Promise<boolean>;
}

/** One way of storing passwords. */
export interface HashScheme {
  /** @returns null when the hash is not of this scheme, malformed, or so costly that it would freeze the service */
  readonly parse: (hash: string) => StoredHash | null;
}
