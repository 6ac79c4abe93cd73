import type { Id } from '../../../kernel/id.js';

/** Hashes of passwords that were in use before. */
export abstract class PasswordHistory {
  /** Newest first. */
  abstract recent(userId: Id, count: number): Promise<string[]>;
  abstract retire(userId: Id, passwordHash: string, at: Date, keep: number): Promise<void>;
}
