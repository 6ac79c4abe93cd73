import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';

/**
 * What has to be done elsewhere before the rows of a tenant are gone.
 * @param isLast the tenant is erased after it, done or not
 * @returns whether it is done; else it is called again within the hour. Why it is not, it tells operators itself
 */
export type ErasureStep = (tenantId: Id, isLast: boolean, signal: AbortSignal) => Promise<boolean>;

/** Who keeps something for a tenant that does not end with its rows says here how it ends. */
@Injectable()
export class BeforeErasure {
  private readonly steps: ErasureStep[] = [];

  add(step: ErasureStep): void {
    this.steps.push(step);
  }

  /** @returns whether all is done; a step that fails is not */
  async execute(...of: Parameters<ErasureStep>): Promise<boolean> {
    const outcomes = await Promise.allSettled(this.steps.map((step) => step(...of)));
    return outcomes.every((outcome) => outcome.status === 'fulfilled' && outcome.value);
  }
}
