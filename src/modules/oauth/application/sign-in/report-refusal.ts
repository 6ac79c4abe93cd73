import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import type { SignInAttempt } from '../../domain/sign-in/sign-in-attempt.js';
import { SignInEvents } from './sign-in-events.js';

/** Writes down that a sign-in with a provider ended without one. */
@Injectable()
export class ReportRefusal {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly events: SignInEvents,
  ) {}

  /** @param code of the error */
  async execute({ provider, linkTo }: SignInAttempt, code: string): Promise<void> {
    await this.unitOfWork.run(() =>
      this.events.publish('sign-in.provider-refused', linkTo, { provider, code }),
    );
  }
}
