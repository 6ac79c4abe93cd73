import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { SingleUse, type SingleUseGrant } from '../../../kernel/single-use.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { linkSpent } from '../domain/identity.errors.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';
import { IdentityEvents } from './identity-events.js';

interface VerificationPayload {
  readonly passwordHash?: string;
  readonly name?: string;
  readonly continuation?: Readonly<Record<string, unknown>>;
}

export interface VerifiedEmail {
  readonly user: User;
  /** What the registration wanted to happen next. */
  readonly continuation: Readonly<Record<string, unknown>>;
}

/** Accepts the link of a registration. Other links of the same account are worthless from then on. */
@Injectable()
export class VerifyEmail {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly singleUse: SingleUse,
    private readonly users: UserRepository,
    private readonly events: IdentityEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.link-expired` */
  async execute(token: string): Promise<VerifiedEmail> {
    return this.unitOfWork.run(async () => {
      // First the user, then the link, here and wherever links die: two links of one person must not wait in a circle.
      const offered = await this.singleUse.peek('email-verification', token);
      const user = offered?.userId ? await this.users.lockById(offered.userId) : null;
      const grant = user && (await this.singleUse.consume('email-verification', token));
      if (!grant || user.disabledAt) throw linkSpent();
      return this.accept(user, grant);
    });
  }

  private async accept(user: User, grant: SingleUseGrant): Promise<VerifiedEmail> {
    const { passwordHash, name, continuation = {} } = grant.payload as VerificationPayload;
    const registered = { ...(passwordHash && { passwordHash }), ...(name && { name }) };
    await this.singleUse.withdraw('email-verification', user.id);
    // Verified by a reset meanwhile: the password set there stands, what the registration asked for is still due.
    if (user.emailVerified) return { user, continuation };
    const verified = user.verified(registered, this.clock.now());
    await this.users.save(verified);
    await this.events.publish('user.verified', user.id);
    return { user: verified, continuation };
  }
}
