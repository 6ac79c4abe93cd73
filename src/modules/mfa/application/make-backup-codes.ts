import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Random } from '../../../kernel/random.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { PasswordHasher } from '../../identity/index.js';
import {
  BACKUP_CODE_BYTES,
  BACKUP_CODE_COUNT,
  backupCodeFrom,
  BackupCodes,
  writeBackupCode,
  type BackupCode,
  type StoredBackupCode,
} from '../domain/backup-codes.js';
import { FactorRepository } from '../domain/factor.repository.js';
import { noFactor } from '../domain/mfa.errors.js';
import { TellOfFactors } from './tell-of-factors.js';

/** Codes that were hashed before the transaction that stores them. */
export interface PreparedBackupCodes {
  /** As they are shown, once. */
  readonly shown: readonly string[];
  readonly stored: readonly StoredBackupCode[];
}

@Injectable()
export class MakeBackupCodes {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly factors: FactorRepository,
    private readonly codes: BackupCodes,
    private readonly hasher: PasswordHasher,
    private readonly random: Random,
    private readonly clock: Clock,
    private readonly tell: TellOfFactors,
  ) {}

  /** Ten new codes; older ones die. @throws DomainError `mfa.not-enabled` */
  async execute(userId: Id): Promise<readonly string[]> {
    const prepared = await this.prepare();
    await this.unitOfWork.run(async () => {
      await this.factors.lockOwner(userId);
      const { kinds } = await this.factors.summaryOf(userId);
      if (kinds.length === 0) throw noFactor();
      await this.store(userId, prepared);
      await this.tell.backupCodesMade(userId);
    });
    return prepared.shown;
  }

  /** Ten slow hashes, each in its turn in the queue: never inside a transaction. */
  async prepare(): Promise<PreparedBackupCodes> {
    const codes = this.distinct();
    const stored = await Promise.all(
      codes.map(async ({ selector, secret }) => ({ selector, hash: await this.hasher.hash(secret) })),
    );
    return { shown: codes.map(writeBackupCode), stored };
  }

  /** Part of the caller's transaction. */
  async store(userId: Id, { stored }: PreparedBackupCodes): Promise<void> {
    await this.codes.replace(userId, stored, this.clock.now());
  }

  private distinct(): BackupCode[] {
    const codes = new Map<string, BackupCode>();
    while (codes.size < BACKUP_CODE_COUNT) {
      const code = backupCodeFrom(Buffer.from(this.random.token(BACKUP_CODE_BYTES), 'base64url'));
      codes.set(code.selector, code);
    }
    return [...codes.values()];
  }
}
