import { Injectable } from '@nestjs/common';
import { DeadLetterOffice, type DeadLetterReport } from '../domain/dead-letter-office.js';

/** Events and mails that were given up, so that somebody can do something about it. */
@Injectable()
export class ListDeadLetters {
  constructor(private readonly office: DeadLetterOffice) {}

  async execute(): Promise<readonly DeadLetterReport[]> {
    return this.office.list();
  }
}
