import { PasswordHasher, type PasswordVerdict } from '../../domain/password-hasher.js';
import type { Argon2Scheme } from './argon2.scheme.js';
import type { HashQueue } from './hash-queue.js';
import { parseStoredHash } from './stored-hashes.js';

const NO_MATCH: PasswordVerdict = { matches: false, outdated: false };

/** New hashes are argon2id; legacy ones are verified. Everything costly waits its turn in the queue. */
export class QueuedPasswordHasher extends PasswordHasher {
  constructor(
    private readonly argon2: Argon2Scheme,
    private readonly queue: HashQueue,
  ) {
    super();
  }

  hash(password: string): Promise<string> {
    return this.queue.run(() => this.argon2.hash(password));
  }

  async verify(password: string, hash: string): Promise<PasswordVerdict> {
    const stored = parseStoredHash(hash, this.argon2);
    if (!stored) {
      // An unusable hash must not answer faster than a wrong password.
      await this.verifyNothing(password);
      return NO_MATCH;
    }
    const matches = await this.queue.run(() => stored.matches(password));
    return matches ? { matches, outdated: stored.outdated } : NO_MATCH;
  }

  async verifyNothing(password: string): Promise<void> {
    await this.queue.run(() => this.argon2.hash(password));
  }
}
