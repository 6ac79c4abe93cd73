import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { FindUser } from '../../../identity/index.js';
import { ListStepUpMethods } from '../../../mfa/index.js';
import { LinkedIdentities } from '../../domain/sign-in/linked-identities.js';
import { identityNotFound, lastWayIn } from '../../domain/sign-in/sign-in.errors.js';
import { SignInProviders } from '../../domain/sign-in/sign-in-provider.js';
import { IdentityMail } from './identity-mail.js';
import { SignInEvents } from './sign-in-events.js';

/** A person no longer signs in with an identity. Never the last way in: of two removed at once, one stays. */
@Injectable()
export class UnlinkIdentity {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly identities: LinkedIdentities,
    private readonly providers: SignInProviders,
    private readonly stepUpMethods: ListStepUpMethods,
    private readonly findUser: FindUser,
    private readonly mail: IdentityMail,
    private readonly events: SignInEvents,
  ) {}

  /** @throws DomainError `oauth.identity-not-found`, `oauth.last-way-in` */
  async execute(userId: Id, id: Id): Promise<void> {
    await this.unitOfWork.run(async () => {
      const { hasPassword } = await this.identities.lockOwner(userId);
      const all = await this.identities.ofUser(userId);
      const unlinked = all.find((identity) => identity.id === id);
      if (!unlinked) throw identityNotFound();
      const others = all.filter(({ id: other, provider }) => other !== id && this.providers.find(provider));
      if (!hasPassword && others.length === 0 && !(await this.hasPasskey(userId))) throw lastWayIn();
      await this.identities.unlink(userId, id);
      const { provider, issuer } = unlinked;
      await this.events.publish('user.identity-unlinked', userId, { provider, issuer });
      await this.mail.unlinked(await this.findUser.execute(userId), provider);
    });
  }

  private async hasPasskey(userId: Id): Promise<boolean> {
    return (await this.stepUpMethods.execute(userId, [])).includes('passkey');
  }
}
