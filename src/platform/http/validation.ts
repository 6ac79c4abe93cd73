import { ValidationPipe, type ValidationError } from '@nestjs/common';
import type { FieldError } from '../../kernel/domain-error.js';
import { requestInvalid } from './http.errors.js';

/** Enough to mend a form; an answer never grows with what was sent. */
const MAX_ERRORS = 20;

/** Bodies, queries and params have exactly the documented form, or 400 `request.invalid` says where not. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    transformOptions: { enableImplicitConversion: false },
    exceptionFactory: (errors) => requestInvalid(flatten(errors).slice(0, MAX_ERRORS)),
  });
}

function flatten(errors: readonly ValidationError[], parent = ''): FieldError[] {
  return errors.flatMap((error) => {
    const path = parent ? `${parent}.${error.property}` : error.property;
    return [...brokenFirst(error, path), ...flatten(error.children ?? [], path)];
  });
}

/** The rule that stands first on the field: where that is broken, those below it say nothing more. */
function brokenFirst(error: ValidationError, path: string): FieldError[] {
  const [constraint, message] = Object.entries(error.constraints ?? {}).at(-1) ?? [];
  if (constraint === undefined || message === undefined) return [];
  // The validator forgets the value of an object that has faults inside.
  const isMissing = 'value' in error && error.value === undefined;
  return [{ path, code: codeOf(constraint), message: isMissing ? `${path} is missing` : message }];
}

/** `isEmail` → `field.is-email`; an unknown field is `field.unknown`. */
function codeOf(constraint: string): string {
  if (constraint === 'whitelistValidation') return 'field.unknown';
  return `field.${constraint.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
