import { Injectable } from '@nestjs/common';
import { KeyMaker } from '../../domain/signing-keys/key-maker.js';
import { currentOf, rotate, RotationPolicy, standbyOf } from '../../domain/signing-keys/key-succession.js';
import { SigningKeyRepository } from '../../domain/signing-keys/signing-key.repository.js';
import { SigningKey } from '../../domain/signing-keys/signing-key.js';
import { ChangeSigningKeys } from './change-signing-keys.js';
import { MaintainSigningKeys } from './maintain-signing-keys.js';

/**
 * A rotation on demand: the next key signs at once if everybody knows it by now, otherwise as soon as they do. No
 * client notices.
 */
@Injectable()
export class RotateSigningKeys {
  constructor(
    private readonly keys: SigningKeyRepository,
    private readonly maker: KeyMaker,
    private readonly policy: RotationPolicy,
    private readonly change: ChangeSigningKeys,
    private readonly maintain: MaintainSigningKeys,
  ) {}

  async execute(): Promise<void> {
    const seen = await this.keys.inUse();
    const { algorithm } = this.policy;
    const made = standbyOf(seen, algorithm) ? null : await this.maker.make(algorithm);
    await this.change.execute((inUse, now) => {
      // Whoever asked at the same time has already got us the key that we wanted.
      if (currentOf(inUse)?.id !== currentOf(seen)?.id) return [];
      return rotate(inUse, this.policy, now, made && SigningKey.publish(made, now));
    });
    await this.maintain.execute();
  }
}
