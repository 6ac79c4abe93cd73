import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import type { SecondFactorStatus } from '../../identity/index.js';
import { FactorRepository } from '../domain/factor.repository.js';

@Injectable()
export class FactorStatus implements SecondFactorStatus {
  constructor(private readonly factors: FactorRepository) {}

  async isEnabled(userId: Id): Promise<boolean> {
    const { kinds } = await this.factors.summaryOf(userId);
    return kinds.length > 0;
  }
}
