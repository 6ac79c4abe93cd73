import { Injectable } from '@nestjs/common';
import { ChangePassword } from '../../identity/index.js';
import { CurrentSession, RenewSession, type Origin } from '../../sessions/index.js';
import type { SignedIn, SignedInCaller } from './sign-in-result.js';

export interface NewPasswordWish {
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly keepOtherSessions: boolean;
}

/** Changes the password; other sessions end unless they are to be kept, this one goes on under a new id. */
@Injectable()
export class ChangeOwnPassword {
  constructor(
    private readonly changePassword: ChangePassword,
    private readonly currentSession: CurrentSession,
    private readonly renewSession: RenewSession,
  ) {}

  /** @returns the renewed session; null for token clients, whose answer has no room for new tokens */
  async execute(caller: SignedInCaller, wish: NewPasswordWish, origin: Origin): Promise<SignedIn | null> {
    const { userId, sessionId } = caller;
    await this.changePassword.execute({ ...wish, userId, sessionId });
    const { transport } = await this.currentSession.execute(caller);
    if (transport === 'token') return null;
    const issued = await this.renewSession.execute({
      sessionId,
      ownerId: userId,
      because: 'password-change',
      origin,
      change: {},
    });
    return issued.transport === 'cookie' ? { session: issued.session, cookie: issued.cookie } : null;
  }
}
