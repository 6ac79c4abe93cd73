import { Injectable } from '@nestjs/common';
import { Metrics } from '../../../platform/observability/metrics.js';
import type { SecondFactorMethod } from '../domain/factor.js';
import type { MfaMeter } from '../domain/mfa-meter.js';
import type { MfaEventName } from '../domain/mfa.events.js';

@Injectable()
export class PrometheusMfaMeter implements MfaMeter {
  private readonly events;
  private readonly checks;

  constructor(metrics: Metrics) {
    this.events = metrics.counter('mfa_events_total', 'What happened to second factors', ['event']);
    this.checks = metrics.counter('mfa_checks_total', 'Answers that were checked', ['method', 'outcome']);
  }

  happened(event: MfaEventName): void {
    this.events.inc({ event });
  }

  checked(method: SecondFactorMethod, outcome: 'right' | 'wrong'): void {
    this.checks.inc({ method, outcome });
  }
}
