import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';

/**
 * For POSTs that create something: with an `Idempotency-Key` header the effect happens once and a repetition gets the
 * same answer for 24 hours. The handler's effect must be written through `UnitOfWork`, its answer must be JSON, and
 * headers and cookies that it sets are not repeated.
 */
export const Idempotent = (): MethodDecorator =>
  applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Repeating the request with the same key has no second effect and gets the same answer',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
  );
