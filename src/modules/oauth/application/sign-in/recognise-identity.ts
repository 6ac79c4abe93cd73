import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Id } from '../../../../kernel/id.js';
import { FindDirectories, FindUser } from '../../../identity/index.js';
import { JoinInvited, RecogniseInvitation, type RecognisedInvitation } from '../../../tenancy/index.js';
import type { ExternalIdentity } from '../../domain/sign-in/external-identity.js';
import { LinkedIdentities } from '../../domain/sign-in/linked-identities.js';
import type { LinkedIdentity } from '../../domain/sign-in/linked-identity.js';
import type { SignInAttempt } from '../../domain/sign-in/sign-in-attempt.js';
import { identityUnproven } from '../../domain/sign-in/sign-in.errors.js';
import { AdmitNewcomer } from './admit-newcomer.js';

export interface RecognisedPerson {
  readonly userId: Id;
  /** Marks the use, in the transaction that begins the session; false: the identity was unlinked meanwhile. */
  readonly spend: () => Promise<boolean>;
}

/** Whoever was not found is admitted and found then, or somebody else got hold of the address in between. */
const LOOKS = 3;

/** Whose account it is that somebody with this identity may sign in to. Whoever is new here gets one, if they may. */
@Injectable()
export class RecogniseIdentity {
  constructor(
    private readonly identities: LinkedIdentities,
    private readonly findDirectories: FindDirectories,
    private readonly findUser: FindUser,
    private readonly recogniseInvitation: RecogniseInvitation,
    private readonly joinInvited: JoinInvited,
    private readonly admitNewcomer: AdmitNewcomer,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `oauth.email-missing`, `oauth.link-confirmation-sent`, `identity.registration-closed`,
   *   `oauth.identity-taken`
   */
  async execute(identity: ExternalIdentity, attempt: SignInAttempt): Promise<RecognisedPerson> {
    const invited = await this.invitationOf(identity, attempt);
    const directoryIds = invited
      ? [invited.directoryId]
      : await this.findDirectories.execute(attempt.tenantSlug);
    for (let look = 0; look < LOOKS; look++) {
      const known = await this.identities.find(directoryIds, identity);
      if (!known) {
        await this.admitNewcomer.execute(identity, attempt, invited);
        continue;
      }
      if (invited) await this.join(known.userId, invited);
      return this.person(known, identity);
    }
    throw identityUnproven();
  }

  /** One that is for somebody else, or over, is as good as none. */
  private async invitationOf(
    { email }: ExternalIdentity,
    { invitation }: SignInAttempt,
  ): Promise<RecognisedInvitation | null> {
    return invitation && email !== null ? this.recogniseInvitation.of(invitation, email) : null;
  }

  private async join(userId: Id, { reference }: RecognisedInvitation): Promise<void> {
    const user = await this.findUser.execute(userId);
    if (!user.disabledAt) await this.joinInvited.execute(user, reference);
  }

  private person({ id, userId }: LinkedIdentity, { email }: ExternalIdentity): RecognisedPerson {
    return { userId, spend: () => this.identities.use(id, email, this.clock.now()) };
  }
}
