import { Injectable } from '@nestjs/common';
import { Guessability } from '../domain/guessability.js';
import { PasswordHasher } from '../domain/password-hasher.js';
import { PasswordHistory } from '../domain/password-history.js';
import { PasswordPolicies, type PasswordPolicy } from '../domain/password-policies.js';
import { checkPassword, ownWordsOf, type AccountFacts } from '../domain/password-rules.js';
import { passwordRefused, passwordReused, type PasswordField } from '../domain/password.errors.js';
import type { User } from '../domain/user.js';

/** Decides whether somebody may have this new password, and hashes it. Slow: never inside a transaction. */
@Injectable()
export class AcceptPassword {
  constructor(
    private readonly policies: PasswordPolicies,
    private readonly guessability: Guessability,
    private readonly hasher: PasswordHasher,
    private readonly history: PasswordHistory,
  ) {}

  /**
   * Of somebody who registers.
   * @param minLength asked for by the tenant that they are to join; the server's holds as well
   * @throws DomainError `identity.password-refused` naming every broken rule
   */
  async execute(password: string, account: AccountFacts, minLength = 0): Promise<string> {
    const server = await this.policies.of(null);
    const policy = { ...server, minLength: Math.max(server.minLength, minLength) };
    this.check(password, account, policy, 'password');
    return this.hasher.hash(password);
  }

  /** As `execute`, as strict as the strictest of the user's tenants, and the user must not have had it before. */
  async replacing(user: User, password: string, path: PasswordField): Promise<string> {
    const policy = await this.policies.of(user.id);
    this.check(password, user, policy, path);
    const hash = await this.hasher.hash(password);
    const former = await this.history.recent(user.id, policy.history);
    for (const used of user.passwordHash ? [user.passwordHash, ...former] : former)
      if ((await this.hasher.verify(password, used)).matches) throw passwordReused(path);
    return hash;
  }

  private check(
    password: string,
    account: AccountFacts,
    { minLength }: PasswordPolicy,
    path: PasswordField,
  ): void {
    const ownWords = ownWordsOf(account);
    const errors = checkPassword(password, { minLength, ownWords, guessability: this.guessability, path });
    if (errors.length > 0) throw passwordRefused(errors);
  }
}
