import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { emailOf } from '../domain/email.js';
import { userGone } from '../domain/identity.errors.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';

@Injectable()
export class FindUser {
  constructor(private readonly users: UserRepository) {}

  /** @throws DomainError `identity.user-not-found` */
  async byEmail(directoryId: Id, email: string): Promise<User> {
    const user = await this.users.findByEmail(directoryId, emailOf(email).normalised);
    if (!user) throw userGone();
    return user;
  }

  async inDirectory(directoryId: Id, email: string): Promise<User | null> {
    return this.users.findByEmail(directoryId, emailOf(email).normalised);
  }

  /** Whom an address means at the door of a tenant; see `UserRepository.findAtDoor`. */
  async atDoor(email: string, tenantSlug: string | undefined): Promise<User | null> {
    return this.users.findAtDoor(emailOf(email).normalised, tenantSlug);
  }

  /** @throws DomainError `identity.user-not-found` */
  async execute(id: Id): Promise<User> {
    const user = await this.users.findById(id);
    if (!user) throw userGone();
    return user;
  }
}
