import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { Metrics } from '../../../../platform/observability/metrics.js';
import { SigningKeys } from './signing-keys.js';

@Injectable()
export class SigningKeyMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.metrics.gauge('signing_key_age_seconds', 'How long the current key has been signing', () =>
      this.age(),
    );
  }

  private age(): number {
    const { signsSince } = this.keys;
    return signsSince ? (this.clock.now().getTime() - signsSince.getTime()) / 1000 : 0;
  }
}
