import { Injectable } from '@nestjs/common';
import { changesNothing } from '../../../kernel/change.js';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { userGone } from '../domain/identity.errors.js';
import { Markup } from '../domain/markup.js';
import { bioFrom, nameFrom } from '../domain/profile-text.js';
import { UserRepository } from '../domain/user.repository.js';
import type { Profile, User } from '../domain/user.js';
import { IdentityEvents } from './identity-events.js';

@Injectable()
export class UpdateProfile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly markup: Markup,
    private readonly events: IdentityEvents,
    private readonly clock: Clock,
  ) {}

  async execute(userId: Id, change: Partial<Profile>): Promise<User> {
    return this.unitOfWork.run(async () => {
      const user = await this.users.lockById(userId);
      if (!user) throw userGone();
      if (changesNothing(change)) return user;
      const next = user.withProfile(this.sanitised(change), this.clock.now());
      await this.users.save(next);
      await this.events.publish('user.profile-changed', userId, { fields: Object.keys(change) });
      return next;
    });
  }

  private sanitised(change: Partial<Profile>): Partial<Profile> {
    const name = change.name === undefined ? undefined : nameFrom(change.name, this.markup);
    const bio = typeof change.bio === 'string' ? bioFrom(change.bio, this.markup) : change.bio;
    return { ...change, ...(name !== undefined && { name }), ...(bio !== undefined && { bio }) };
  }
}
