import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { FindUser } from '../../identity/index.js';
import { MfaEvents } from './mfa-events.js';
import { RemoveEveryFactor } from './remove-every-factor.js';

/** An operator helps somebody who lost everything: never silently, never without a reason. */
@Injectable()
export class ResetFactors {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly findUser: FindUser,
    private readonly removeEveryFactor: RemoveEveryFactor,
    private readonly events: MfaEvents,
  ) {}

  /**
   * @param operatorId null on the command line of the machine
   * @throws DomainError `identity.user-not-found`
   */
  async execute(userId: Id, reason: string, operatorId: Id | null): Promise<{ removed: number }> {
    return this.unitOfWork.run(async () => {
      const removed = await this.removeEveryFactor.execute(userId);
      await this.events.publish('mfa.reset', userId, { reason, operatorId, removed });
      return { removed };
    });
  }

  /** @throws DomainError `identity.user-not-found` */
  async byEmail(directoryId: Id, email: string, reason: string): Promise<{ removed: number }> {
    const { id } = await this.findUser.byEmail(directoryId, email);
    return this.execute(id, reason, null);
  }
}
