import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { FactorRepository } from '../domain/factor.repository.js';
import type { Factor } from '../domain/factor.js';
import { factorNotFound } from '../domain/mfa.errors.js';
import { MfaEvents } from './mfa-events.js';

@Injectable()
export class RenameFactor {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly factors: FactorRepository,
    private readonly events: MfaEvents,
  ) {}

  /** @throws DomainError `mfa.device-not-found` */
  async execute(userId: Id, id: Id, name: string): Promise<Factor> {
    return this.unitOfWork.run(async () => {
      const renamed = await this.factors.rename(userId, id, name);
      if (!renamed) throw factorNotFound();
      await this.events.publish('mfa.factor-renamed', userId, { deviceId: id });
      return renamed;
    });
  }
}
