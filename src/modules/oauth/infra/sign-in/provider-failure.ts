import { Logger } from '@nestjs/common';
import { errors } from 'jose';
import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';
import { DomainError } from '../../../../kernel/domain-error.js';
import {
  identityUnproven,
  providerRefused,
  providerUnavailable,
} from '../../domain/sign-in/sign-in.errors.js';

/** Where what came back was signed wrongly, is for somebody else, or old: codes of openid-client and of jose. */
const UNPROVEN: ReadonlySet<string> = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
  'OAUTH_UNSUPPORTED_OPERATION',
  errors.JOSEAlgNotAllowed.code,
  errors.JOSENotSupported.code,
  errors.JWKSMultipleMatchingKeys.code,
  errors.JWKSNoMatchingKey.code,
  errors.JWSInvalid.code,
  errors.JWSSignatureVerificationFailed.code,
  errors.JWTClaimValidationFailed.code,
  errors.JWTExpired.code,
  errors.JWTInvalid.code,
]);

const logger = new Logger('Providers');
const LONGEST_REASON = 300;

/** Which of our errors it is when a provider fails. Its own words go to the log and nowhere else. */
export function providerFailure(provider: string, error: unknown): DomainError {
  return logged(provider, kindOf(error));
}

/** The error as it is; what the provider did is written down for the operator. */
export function logged(provider: string, failure: DomainError): DomainError {
  logger.warn(`${provider}: ${failure.code}: ${reasonOf(failure.cause)}`);
  return failure;
}

function kindOf(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof AuthorizationResponseError) return providerRefused(error);
  if (error instanceof ResponseBodyError)
    return error.status < 500 ? providerRefused(error) : providerUnavailable(error);
  const known = error instanceof ClientError || error instanceof errors.JOSEError;
  return known && UNPROVEN.has(error.code ?? '') ? identityUnproven(error) : providerUnavailable(error);
}

/** Of an error and what it wraps; one line, whatever the provider wrote. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'what it says is not acceptable';
  const { code, error } = cause as Error & { code?: unknown; error?: unknown };
  const inner = cause.cause instanceof Error ? cause.cause.message : '';
  const parts = [cause.message, code, error, inner].filter((part) => typeof part === 'string' && part !== '');
  return parts
    .join('; ')
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .slice(0, LONGEST_REASON);
}
