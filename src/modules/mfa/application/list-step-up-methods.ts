import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { FindUser, type User } from '../../identity/index.js';
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
    return this.of(await this.findUser.execute(userId), amr);
  }

  /** @throws DomainError `auth.method-unavailable` */
  async demand(method: StepUpMethod, user: User, amr: readonly string[]): Promise<void> {
    const methods = await this.of(user, amr);
    if (!methods.includes(method)) throw methodUnavailable(methods);
  }

  private async of({ id, passwordHash }: User, amr: readonly string[]): Promise<readonly StepUpMethod[]> {
    return stepUpMethods(await this.factors.summaryOf(id), passwordHash !== null, amr);
  }
}
