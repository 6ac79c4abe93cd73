import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { SingleUse } from '../../../kernel/single-use.js';
import { RevokeSessions } from '../../sessions/index.js';
import { IdentitySettings } from '../domain/identity-settings.js';
import { userChangedMeanwhile } from '../domain/identity.errors.js';
import { PasswordHistory } from '../domain/password-history.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';
import { AccountMail } from './account-mail.js';
import { IdentityEvents } from './identity-events.js';

export interface ReplacementTerms {
  readonly reason: 'password-changed' | 'password-reset';
  /** The one session that goes on; `all` when the owner wants every one to. */
  readonly keepSession: Id | 'all' | null;
}

/** Everything that must happen together when a password is replaced. Part of the caller's transaction. */
@Injectable()
export class ReplacePassword {
  constructor(
    private readonly users: UserRepository,
    private readonly history: PasswordHistory,
    private readonly settings: IdentitySettings,
    private readonly singleUse: SingleUse,
    private readonly revokeSessions: RevokeSessions,
    private readonly mail: AccountMail,
    private readonly events: IdentityEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `identity.changed-meanwhile` */
  async execute(current: User, next: User, { reason, keepSession }: ReplacementTerms): Promise<void> {
    const now = this.clock.now();
    if (!(await this.users.save(next))) throw userChangedMeanwhile();
    if (current.passwordHash)
      await this.history.retire(current.id, current.passwordHash, now, this.settings.passwordHistory);
    await this.singleUse.withdraw('password-reset', current.id);
    await this.singleUse.withdraw('email-change', current.id);
    if (keepSession !== 'all') await this.revokeSessions.allOfUser(current.id, keepSession, reason);
    await this.mail.passwordChanged(next, now);
    await this.events.publish(`user.${reason}`, current.id);
  }
}
