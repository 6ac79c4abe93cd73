import { Injectable } from '@nestjs/common';
import { KeyMaker } from '../../domain/signing-keys/key-maker.js';
import { RotationPolicy, standbyOf, whatIsDue } from '../../domain/signing-keys/key-succession.js';
import { SigningKeyRepository } from '../../domain/signing-keys/signing-key.repository.js';
import { SigningKey } from '../../domain/signing-keys/signing-key.js';
import { ChangeSigningKeys } from './change-signing-keys.js';

/**
 * Brings the keys to where time and configuration want them: a key that signs, a next one, none for longer than
 * needed. Whatever was cut off before, this completes it.
 */
@Injectable()
export class MaintainSigningKeys {
  constructor(
    private readonly keys: SigningKeyRepository,
    private readonly maker: KeyMaker,
    private readonly policy: RotationPolicy,
    private readonly change: ChangeSigningKeys,
  ) {}

  /** Makes at most one key. @returns how many keys changed */
  async execute(): Promise<number> {
    const { algorithm } = this.policy;
    const complete = standbyOf(await this.keys.inUse(), algorithm) !== undefined;
    const made = complete ? null : await this.maker.make(algorithm);
    return this.change.execute((inUse, now) =>
      whatIsDue(inUse, this.policy, now, made && SigningKey.publish(made, now)),
    );
  }
}
