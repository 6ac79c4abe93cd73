import { Injectable } from '@nestjs/common';
import { SingleUse, type SingleUseGrant, type SingleUseKind } from '../../../kernel/single-use.js';
import { linkSpent } from '../domain/identity.errors.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';

export interface SpentLink {
  /** Locked until the transaction ends. */
  readonly user: User;
  readonly payload: SingleUseGrant['payload'];
}

/** Spends a mailed link for the person it was mailed to. Part of the caller's transaction. */
@Injectable()
export class SpendLink {
  constructor(
    private readonly singleUse: SingleUse,
    private readonly users: UserRepository,
  ) {}

  /**
   * Whose link it is, without spending it.
   * @throws DomainError `auth.link-expired`
   */
  async preview(kind: SingleUseKind, token: string): Promise<User> {
    const offered = await this.singleUse.peek(kind, token);
    const user = offered?.userId ? await this.users.findById(offered.userId) : null;
    if (!user || user.disabledAt) throw linkSpent();
    return user;
  }

  /** @throws DomainError `auth.link-expired`, also when the account was disabled meanwhile */
  async execute(kind: SingleUseKind, token: string): Promise<SpentLink> {
    // First the user, then the link, here and wherever links die: two links of one person must not wait in a circle.
    const offered = await this.singleUse.peek(kind, token);
    const user = offered?.userId ? await this.users.lockById(offered.userId) : null;
    const grant = user && (await this.singleUse.consume(kind, token));
    if (!grant || user.disabledAt) throw linkSpent();
    return { user, payload: grant.payload };
  }
}
