import { Injectable } from '@nestjs/common';
import { SigningKeyRepository } from '../../domain/signing-keys/signing-key.repository.js';
import type { SigningKey } from '../../domain/signing-keys/signing-key.js';

export type SigningKeySummary = Pick<
  SigningKey,
  'id' | 'algorithm' | 'state' | 'publishedAt' | 'activatedAt' | 'stoppedAt' | 'endedAt'
> & {
  /** A rotation was asked for: the key signs from then on. */
  readonly signsFrom: Date | null;
  /** When a retiring key leaves the JWKS. */
  readonly verifiesUntil: Date | null;
};

/** Every key there ever was, without what makes it one. */
@Injectable()
export class ListSigningKeys {
  constructor(private readonly keys: SigningKeyRepository) {}

  async execute(): Promise<SigningKeySummary[]> {
    return (await this.keys.all()).map(summary);
  }
}

function summary(key: SigningKey): SigningKeySummary {
  const { id, algorithm, state, publishedAt, activatedAt, stoppedAt, endedAt } = key;
  return {
    ...{ id, algorithm, state, publishedAt, activatedAt, stoppedAt, endedAt },
    signsFrom: state === 'published' && key.wantedAt ? key.knownFrom : null,
    verifiesUntil: state === 'retiring' ? key.verifiesUntil : null,
  };
}
