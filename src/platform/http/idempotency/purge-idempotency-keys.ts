import { Injectable } from '@nestjs/common';
import { IdempotencyKeys } from './idempotency-keys.js';

/** Clean-up only: an expired key is not honoured, deleted or not. */
@Injectable()
export class PurgeIdempotencyKeys {
  constructor(private readonly keys: IdempotencyKeys) {}

  /** @returns how many were deleted; fewer than `batchSize` means that none is left */
  execute(batchSize = 1000): Promise<number> {
    return this.keys.deleteExpired(batchSize);
  }
}
