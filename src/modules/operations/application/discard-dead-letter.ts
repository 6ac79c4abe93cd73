import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { DeadLetterOffice } from '../domain/dead-letter-office.js';
import { deadLetterUnknown } from '../domain/operations.errors.js';

@Injectable()
export class DiscardDeadLetter {
  constructor(private readonly office: DeadLetterOffice) {}

  /** @throws DomainError `operations.dead-letter-unknown` */
  async execute(id: Id): Promise<void> {
    if (!(await this.office.discard(id))) throw deadLetterUnknown();
  }
}
