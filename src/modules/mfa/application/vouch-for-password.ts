import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { FindUser } from '../../identity/index.js';
import { FactorRepository } from '../domain/factor.repository.js';

/**
 * Remembers that the password of the moment belongs to whoever has the factors. As long as it does, a code by mail says
 * more than the password; once somebody has set another one over the mailbox, it does not.
 */
@Injectable()
export class VouchForPassword {
  constructor(
    private readonly findUser: FindUser,
    private readonly factors: FactorRepository,
  ) {}

  /** @param amr of the session in which a factor was added. Part of the caller's transaction. */
  async execute(userId: Id, amr: readonly string[]): Promise<void> {
    if (!amr.includes('pwd')) return;
    const { passwordChangedAt } = await this.findUser.execute(userId);
    await this.factors.vouchForPassword(userId, passwordChangedAt);
  }
}
