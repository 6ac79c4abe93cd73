import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Outbox } from '../../../kernel/outbox.js';
import { Random } from '../../../kernel/random.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { identityEvent } from '../domain/identity.events.js';
import { ImportedUsers, type ImportedUser, type UserCandidate } from '../domain/user-import.js';
import { User } from '../domain/user.js';

/**
 * Takes people over from another system, with the password hashes that it made. Whoever is there already stays exactly
 * as they are: an import can be run again, and never changes somebody's password.
 */
@Injectable()
export class ImportUsers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: ImportedUsers,
    private readonly outbox: Outbox,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** All of them or, when it throws, none. @returns who each candidate is, in the order of the candidates */
  async execute(directoryId: Id, candidates: readonly UserCandidate[]): Promise<readonly ImportedUser[]> {
    const now = this.clock.now();
    const users = candidates.map((candidate) =>
      User.imported({ ...candidate, id: this.random.id(), directoryId, now }),
    );
    return this.unitOfWork.run(async () => {
      const present = await this.users.addMissing(users);
      const added = users.filter(({ id, emailNormalised }) => present.get(emailNormalised)?.id === id);
      await this.outbox.publish(
        ...added.map(({ id }) => identityEvent('user.imported', this.random.id(), id, now)),
      );
      return users.map(({ id, emailNormalised }) => {
        const holder = present.get(emailNormalised);
        if (!holder) throw new Error('an account was deleted while it was imported: run the import again');
        // Of two rows with one address the second is there already.
        return { id: holder.id, isNew: holder.id === id };
      });
    });
  }
}
