import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { SingleUse } from '../../../kernel/single-use.js';
import { RevokeSessions } from '../../sessions/index.js';
import { userChangedMeanwhile } from '../domain/identity.errors.js';
import { PasswordHistory } from '../domain/password-history.js';
import { PasswordPolicies } from '../domain/password-policies.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';
import { AccountMail } from './account-mail.js';
import { IdentityEvents } from './identity-events.js';

export interface ReplacementTerms {
  readonly reason: 'password-changed' | 'password-reset';
  /** Whether the sessions of the old password end; all of them but this one. */
  readonly endSessions: boolean;
  readonly butSession: Id | null;
}

/** Everything that must happen together when a password is replaced. Part of the caller's transaction. */
@Injectable()
export class ReplacePassword {
  constructor(
    private readonly users: UserRepository,
    private readonly history: PasswordHistory,
    private readonly policies: PasswordPolicies,
    private readonly singleUse: SingleUse,
    private readonly revokeSessions: RevokeSessions,
    private readonly mail: AccountMail,
    private readonly events: IdentityEvents,
  ) {}

  /** @throws DomainError `identity.changed-meanwhile` */
  async execute(
    current: User,
    next: User,
    { reason, endSessions, butSession }: ReplacementTerms,
  ): Promise<void> {
    const now = next.updatedAt;
    if (!(await this.users.save(next))) throw userChangedMeanwhile();
    if (current.passwordHash) {
      const { history } = await this.policies.of(current.id);
      await this.history.retire(current.id, current.passwordHash, now, history);
    }
    await this.singleUse.withdraw('password-reset', current.id);
    await this.singleUse.withdraw('email-change', current.id);
    if (endSessions) await this.revokeSessions.allOfUser(current.id, butSession, reason);
    await this.mail.passwordChanged(next, now);
    await this.events.publish(`user.${reason}`, current.id);
  }
}
