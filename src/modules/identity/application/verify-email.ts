import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { SingleUse } from '../../../kernel/single-use.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { UserRepository } from '../domain/user.repository.js';
import type { User } from '../domain/user.js';
import { IdentityEvents } from './identity-events.js';
import { SpendLink } from './spend-link.js';

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
    private readonly spendLink: SpendLink,
    private readonly singleUse: SingleUse,
    private readonly users: UserRepository,
    private readonly events: IdentityEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `auth.link-expired` */
  async execute(token: string): Promise<VerifiedEmail> {
    return this.unitOfWork.run(async () => {
      const { user, payload } = await this.spendLink.execute('email-verification', token);
      await this.singleUse.withdraw('email-verification', user.id);
      const { passwordHash, name, continuation = {} } = payload as VerificationPayload;
      // Verified by a reset meanwhile: the password set there stands, what the registration asked for is still due.
      if (user.emailVerified) return { user, continuation };
      const registered = { ...(passwordHash && { passwordHash }), ...(name && { name }) };
      const verified = user.verified(registered, this.clock.now());
      await this.users.save(verified);
      await this.events.publish('user.verified', user.id);
      return { user: verified, continuation };
    });
  }
}
