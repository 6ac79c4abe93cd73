import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { ErrorReporter } from './error-reporter.js';
import { HealthProbes } from './health-probes.js';
import { Health } from './health.js';
import { Log } from './log.js';
import { Metrics } from './metrics.js';
import { ProcessMetrics } from './process-metrics.js';
import { ServiceState } from './service-state.js';

const shared = [Metrics, ProcessMetrics, HealthProbes, Health, ServiceState, ErrorReporter];

@Global()
@Module({
  providers: [...shared, { provide: Log, useFactory: (config: Config) => Log.of(config), inject: [Config] }],
  exports: [...shared, Log],
})
export class ObservabilityModule {}
