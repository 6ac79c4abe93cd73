import type { Id } from '../../kernel/id.js';

/** Whose secret it is: the tenant's, or in it that of one person, which is then destroyed with the person. */
export interface VaultScope {
  readonly tenantId: Id;
  readonly userId?: Id;
}

/**
 * Seals secrets of tenants and people, each under a data key of its own: without it, copies of the secrets open no
 * more. Works in the ambient transaction, or in one of its own; a key that was used a moment ago costs no statement.
 */
export abstract class Vault {
  /** @param context names the row and column: in another row the secret does not open */
  abstract seal(scope: VaultScope, plaintext: string, context: string): Promise<Buffer>;
  /** @throws Unsealable when it was changed, belongs to another row or scope, or its key was destroyed */
  abstract open(scope: VaultScope, sealed: Buffer, context: string): Promise<string>;
  /**
   * Destroys the data key of this scope: what was sealed under it opens nowhere from a second after the commit.
   * For what ends: whoever seals for the scope within that second may lose it.
   */
  abstract shred(scope: VaultScope): Promise<void>;
}
