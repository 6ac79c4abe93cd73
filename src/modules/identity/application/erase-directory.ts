import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { RevokeSessions } from '../../sessions/index.js';
import { Directories } from '../domain/directories.js';
import { userTag } from '../domain/user-tag.js';

/** Erases the people of a directory whose tenant is gone, and then the directory. The shared one stays untouched. */
@Injectable()
export class EraseDirectory {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly directories: Directories,
    private readonly revokeSessions: RevokeSessions,
    private readonly invalidation: Invalidation,
  ) {}

  /** @returns how many people were erased, at most `limit` */
  async people(id: Id, limit: number): Promise<number> {
    return this.unitOfWork.run(async () => {
      const userIds = await this.directories.peopleOf(id, limit);
      for (const userId of userIds) await this.revokeSessions.allOfUser(userId, null, 'user-disabled');
      await this.invalidation.announce(...userIds.map(userTag));
      await this.directories.erasePeople(userIds);
      return userIds.length;
    });
  }

  /** After its people and its tenant. */
  async execute(id: Id): Promise<void> {
    await this.directories.delete(id);
  }
}
