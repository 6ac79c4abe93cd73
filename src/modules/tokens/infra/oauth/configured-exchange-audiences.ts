import { Injectable } from '@nestjs/common';
import { Config } from '../../../../platform/config/config.js';
import type { ExchangeAudiences } from '../../domain/oauth/exchange-audiences.js';

@Injectable()
export class ConfiguredExchangeAudiences implements ExchangeAudiences {
  constructor(private readonly config: Config) {}

  allows(audience: string): boolean {
    return audience === this.config.audience || this.config.raw.EXCHANGE_AUDIENCES.includes(audience);
  }
}
