import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { DeadLetterOffice } from '../domain/dead-letter-office.js';
import { deadLetterUnknown } from '../domain/operations.errors.js';

/** Gives a dead letter all its attempts again, once what stopped it is mended. */
@Injectable()
export class RetryDeadLetter {
  constructor(private readonly office: DeadLetterOffice) {}

  /** @throws DomainError `operations.dead-letter-unknown` */
  async execute(id: Id): Promise<void> {
    if (!(await this.office.retry(id))) throw deadLetterUnknown();
  }
}
