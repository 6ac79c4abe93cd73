import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { RequestContext } from '../../kernel/request-context.js';
import { AlsRequestContext } from './als-request-context.js';
import { AssuranceGuard } from './assurance.guard.js';
import { AuthenticationGuard } from './authentication.guard.js';
import { CredentialStrategies } from './credential-strategies.js';
import { CsrfGuard } from './csrf.guard.js';
import { DocumentedInputGuard } from './documented-input.guard.js';
import { ErrorPagesController } from './error-pages.controller.js';
import { ErrorPages } from './error-pages.js';
import { HealthController } from './health.controller.js';
import { HttpMetrics } from './http-metrics.js';
import { IdempotencyKeys } from './idempotency/idempotency-keys.js';
import { PurgeIdempotencyKeysJob } from './idempotency/purge-idempotency-keys.job.js';
import { MetricsController } from './metrics.controller.js';
import { Origins } from './origins.js';
import { PermissionGuard } from './permission.guard.js';
import { ProblemFilter } from './problem.filter.js';
import { RateLimitGuard } from './rate-limit/rate-limit.guard.js';
import { RateLimitModule } from './rate-limit/rate-limit.module.js';
import { Redirects } from './redirects.js';
import { RequestLog } from './request-log.js';

/** The edge: what every request passes, in this order. */
@Global()
@Module({
  imports: [RateLimitModule],
  controllers: [HealthController, MetricsController, ErrorPagesController],
  providers: [
    { provide: APP_GUARD, useClass: AuthenticationGuard },
    { provide: APP_GUARD, useClass: CsrfGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: PermissionGuard },
    { provide: APP_GUARD, useClass: AssuranceGuard },
    { provide: APP_GUARD, useClass: DocumentedInputGuard },
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: RequestContext, useClass: AlsRequestContext },
    CredentialStrategies,
    Origins,
    Redirects,
    HttpMetrics,
    RequestLog,
    ErrorPages,
    IdempotencyKeys,
    PurgeIdempotencyKeysJob,
  ],
  exports: [RequestContext, CredentialStrategies, Origins, Redirects, IdempotencyKeys, RateLimitModule],
})
export class HttpModule {}
