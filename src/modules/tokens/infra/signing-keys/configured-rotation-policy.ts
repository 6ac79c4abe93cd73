import { Injectable } from '@nestjs/common';
import { Config } from '../../../../platform/config/config.js';
import type { RotationPolicy } from '../../domain/signing-keys/key-succession.js';
import type { SigningAlgorithm } from '../../domain/signing-keys/signing-key.js';

@Injectable()
export class ConfiguredRotationPolicy implements RotationPolicy {
  constructor(private readonly config: Config) {}

  get algorithm(): SigningAlgorithm {
    return this.config.raw.JWT_ALGORITHM;
  }

  get rotationDays(): number {
    return this.config.raw.SIGNING_KEY_ROTATION_DAYS;
  }
}
