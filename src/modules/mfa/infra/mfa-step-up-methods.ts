import { Injectable } from '@nestjs/common';
import type { Person } from '../../../kernel/principal.js';
import type { StepUpMethods } from '../../../platform/http/step-up-methods.js';
import { ListStepUpMethods } from '../application/list-step-up-methods.js';

/** Tells whoever is refused for want of assurance what they can prove. */
@Injectable()
export class MfaStepUpMethods implements StepUpMethods {
  constructor(private readonly listMethods: ListStepUpMethods) {}

  async for({ userId, amr }: Person): Promise<string[]> {
    return [...(await this.listMethods.execute(userId, amr))];
  }
}
