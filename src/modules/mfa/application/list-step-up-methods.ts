import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { FindUser } from '../../identity/index.js';
import { FactorRepository } from '../domain/factor.repository.js';
import { methodUnavailable } from '../domain/mfa.errors.js';
import { stepUpMethods, type StepUpMethod } from '../domain/step-up.js';

/** What somebody who is signed in can prove themselves with again. */
@Injectable()
export class ListStepUpMethods {
  constructor(
    private readonly factors: FactorRepository,
    private readonly findUser: FindUser,
  ) {}

  async execute(userId: Id, amr: readonly string[]): Promise<readonly StepUpMethod[]> {
    const { passwordHash } = await this.findUser.execute(userId);
    return stepUpMethods(await this.factors.summaryOf(userId), passwordHash !== null, amr);
  }

  /** @throws DomainError `auth.method-unavailable` */
  async demand(method: StepUpMethod, userId: Id, amr: readonly string[]): Promise<void> {
    const methods = await this.execute(userId, amr);
    if (!methods.includes(method)) throw methodUnavailable(methods);
  }
}
