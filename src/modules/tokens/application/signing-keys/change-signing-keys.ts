import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { Invalidation } from '../../../../kernel/invalidation.js';
import { Outbox } from '../../../../kernel/outbox.js';
import { Random } from '../../../../kernel/random.js';
import { UnitOfWork } from '../../../../kernel/unit-of-work.js';
import { SigningKeyRepository } from '../../domain/signing-keys/signing-key.repository.js';
import type { SigningKey } from '../../domain/signing-keys/signing-key.js';
import { SIGNING_KEYS_TAG, signingKeyChanged } from '../../domain/signing-keys/signing-keys.events.js';

/** @returns the next states of the keys that change, in the order in which they are saved */
export type KeyDecision = (inUse: readonly SigningKey[], now: Date) => readonly SigningKey[];

/** The one way in which keys change: one change at a time over all nodes, whole or not at all, heard by all. */
@Injectable()
export class ChangeSigningKeys {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: SigningKeyRepository,
    private readonly invalidation: Invalidation,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** @returns how many keys changed */
  async execute(decide: KeyDecision): Promise<number> {
    return this.unitOfWork.run(async () => {
      const inUse = await this.keys.lockInUse();
      const now = this.clock.now();
      const changed = decide(inUse, now);
      for (const key of changed) await this.keys.save(key);
      await this.outbox.publish(...changed.map((key) => signingKeyChanged(this.random.id(), key, now)));
      if (changed.length > 0) await this.invalidation.announce(SIGNING_KEYS_TAG);
      return changed.length;
    });
  }
}
