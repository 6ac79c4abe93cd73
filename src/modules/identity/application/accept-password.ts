import { Injectable } from '@nestjs/common';
import { Guessability } from '../domain/guessability.js';
import { IdentitySettings } from '../domain/identity-settings.js';
import { PasswordHasher } from '../domain/password-hasher.js';
import { PasswordHistory } from '../domain/password-history.js';
import { checkPassword, ownWordsOf, type AccountFacts } from '../domain/password-rules.js';
import { passwordRefused, passwordReused, type PasswordField } from '../domain/password.errors.js';
import type { User } from '../domain/user.js';

/** Decides whether somebody may have this new password, and hashes it. Slow: never inside a transaction. */
@Injectable()
export class AcceptPassword {
  constructor(
    private readonly settings: IdentitySettings,
    private readonly guessability: Guessability,
    private readonly hasher: PasswordHasher,
    private readonly history: PasswordHistory,
  ) {}

  /** @throws DomainError `identity.password-refused` naming every broken rule */
  async execute(password: string, account: AccountFacts, path: PasswordField = 'password'): Promise<string> {
    const errors = checkPassword(password, {
      minLength: this.settings.passwordMinLength,
      ownWords: ownWordsOf(account),
      guessability: this.guessability,
      path,
    });
    if (errors.length > 0) throw passwordRefused(errors);
    return this.hasher.hash(password);
  }

  /** As `execute`, and the user must not have had it before. */
  async replacing(user: User, password: string, path: PasswordField): Promise<string> {
    const hash = await this.execute(password, user, path);
    const former = await this.history.recent(user.id, this.settings.passwordHistory);
    for (const used of user.passwordHash ? [user.passwordHash, ...former] : former)
      if ((await this.hasher.verify(password, used)).matches) throw passwordReused(path);
    return hash;
  }
}
