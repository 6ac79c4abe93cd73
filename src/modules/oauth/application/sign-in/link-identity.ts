import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { Random } from '../../../../kernel/random.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { FindUser, type User } from '../../../identity/index.js';
import type { ExternalIdentity } from '../../domain/sign-in/external-identity.js';
import { LinkedIdentities } from '../../domain/sign-in/linked-identities.js';
import { identityTaken, linkingSessionEnded } from '../../domain/sign-in/sign-in.errors.js';
import { IdentityMail } from './identity-mail.js';
import { SignInEvents } from './sign-in-events.js';

/** From now on this person signs in with this identity too. Whether it is theirs was proven before. */
@Injectable()
export class LinkIdentity {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly identities: LinkedIdentities,
    private readonly findUser: FindUser,
    private readonly mail: IdentityMail,
    private readonly events: SignInEvents,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /**
   * Of somebody who is signed in.
   * @param wisher who began it @param caller who is signed in now, in the browser that came back
   * @throws DomainError `oauth.session-ended`, `oauth.identity-taken`
   */
  async toCaller(wisher: Id, caller: Id | null, identity: ExternalIdentity): Promise<void> {
    if (caller !== wisher) throw linkingSessionEnded();
    await this.unitOfWork.run(async () => {
      const user = await this.findUser.execute(wisher);
      await this.execute(user, identity, 'signed-in');
      await this.mail.linked(user, identity.provider);
    });
  }

  /**
   * Part of the caller's transaction. Linking twice is linking once.
   * @param proof how the person has shown that they may
   * @throws DomainError `oauth.identity-taken`
   */
  async execute(user: User, identity: ExternalIdentity, proof: string): Promise<void> {
    const { provider, issuer, subject, email } = identity;
    const linked = await this.identities.link({
      ...{ id: this.random.id(), directoryId: user.directoryId, userId: user.id },
      ...{ provider, issuer, subject, email, createdAt: this.clock.now() },
    });
    if (linked.userId !== user.id) throw identityTaken();
    if (linked.isNew) await this.events.publish('user.identity-linked', user.id, { provider, issuer, proof });
  }
}
