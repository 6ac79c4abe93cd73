import { Injectable } from '@nestjs/common';
import { invalidCredentials } from '../domain/identity.errors.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';

/**
 * Comparing a password takes time, in which the account may be disabled or its password replaced. Asked first in the
 * transaction that begins a session, this closes the gap.
 */
@Injectable()
export class AdmitUser {
  constructor(private readonly users: UserRepository) {}

  /**
   * @returns who was verified
   * @throws DomainError `auth.invalid-credentials` when what was verified no longer holds
   */
  async execute(verified: User): Promise<User> {
    if (!(await this.users.holdAdmitted(verified.id, verified.passwordChangedAt))) throw invalidCredentials();
    return verified;
  }
}
