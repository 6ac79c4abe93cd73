import { Injectable } from '@nestjs/common';
import { Config } from '../../../../platform/config/config.js';
import type { TokenLimits } from '../../domain/personal/token-limits.js';

/** The server's limit. */
@Injectable()
export class ConfiguredTokenLimits implements TokenLimits {
  constructor(private readonly config: Config) {}

  maxDays(): Promise<number> {
    return Promise.resolve(this.config.raw.PAT_MAX_DAYS);
  }
}
