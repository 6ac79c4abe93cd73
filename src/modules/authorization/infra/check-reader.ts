// Reads checks by hand: bad input is named as the validator would, and a thousand good ones cost next to nothing.
import { isId } from '../../../kernel/id.js';
import type { FieldError } from '../../../kernel/domain-error.js';
import { requestInvalid } from '../../../platform/http/http.errors.js';
import type { CheckWish } from '../application/check-for.js';
import type { Resource } from '../domain/decision.js';
import { PERMISSION_FORM } from '../domain/permission-pattern.js';
import { SUBJECT_TYPES, type Subject } from '../domain/subject.js';
import { LONGEST_ID, RESOURCE_TYPE } from './grants.dto.js';

export const MOST_CHECKS = 1000;
const MOST_NAMES = 50;
const LONGEST_LIST = 100;
const LONGEST_TEXT = 2000;
const DEEPEST = 4;
export const MOST_ERRORS = 20;

export type Bag = Readonly<Record<string, unknown>>;

/** @throws DomainError `request.invalid` that names every field */
export function readCheck(body: unknown): CheckWish {
  const errors: FieldError[] = [];
  const check = checkOf(body, '', errors);
  if (errors.length > 0) throw requestInvalid(errors.slice(0, MOST_ERRORS));
  return check;
}

/** @throws DomainError `request.invalid` that names every field */
export function readBatch(body: unknown): CheckWish[] {
  const errors: FieldError[] = [];
  const { checks } = knownOnly(body, '', ['checks'], errors);
  if (!Array.isArray(checks) || checks.length === 0 || checks.length > MOST_CHECKS)
    throw requestInvalid([invalid('checks', `checks must be a list of 1 to ${String(MOST_CHECKS)}`)]);
  const read = checks.map((check, at) => checkOf(check, `checks.${String(at)}.`, errors));
  if (errors.length > 0) throw requestInvalid(errors.slice(0, MOST_ERRORS));
  return read;
}

function checkOf(body: unknown, path: string, errors: FieldError[]): CheckWish {
  const { permission, resource, subject, context } = knownOnly(body, path, CHECK_FIELDS, errors);
  if (typeof permission !== 'string' || !PERMISSION_FORM.test(permission))
    errors.push(invalid(`${path}permission`, 'permission must be resource:action'));
  return {
    permission: permission as string,
    resource: isAbsent(resource) ? undefined : resourceOf(resource, `${path}resource.`, errors),
    subject: isAbsent(subject) ? undefined : subjectOf(subject, `${path}subject.`, errors),
    context: isAbsent(context) ? undefined : bagOf(context, `${path}context`, errors),
  };
}

const CHECK_FIELDS = ['permission', 'resource', 'subject', 'context'] as const;
const RESOURCE_FIELDS = ['type', 'id', 'properties'] as const;
const SUBJECT_FIELDS = ['type', 'id'] as const;

function resourceOf(value: unknown, path: string, errors: FieldError[]): Resource {
  const { type, id, properties } = knownOnly(value, path, RESOURCE_FIELDS, errors);
  if (typeof type !== 'string' || !RESOURCE_TYPE.test(type))
    errors.push(invalid(`${path}type`, 'type must be lower-case letters, digits and hyphens'));
  if (typeof id !== 'string' || id === '' || id.length > LONGEST_ID)
    errors.push(invalid(`${path}id`, `id must be a text of 1 to ${String(LONGEST_ID)} characters`));
  return {
    type: type as string,
    id: id as string,
    properties: isAbsent(properties) ? undefined : bagOf(properties, `${path}properties`, errors),
  };
}

function subjectOf(value: unknown, path: string, errors: FieldError[]): Subject {
  const { type, id } = knownOnly(value, path, SUBJECT_FIELDS, errors);
  if (!(SUBJECT_TYPES as readonly unknown[]).includes(type))
    errors.push(invalid(`${path}type`, `type must be one of ${SUBJECT_TYPES.join(', ')}`));
  const lower = typeof id === 'string' ? id.toLowerCase() : id;
  if (!isId(lower)) errors.push(invalid(`${path}id`, 'id must be a UUID'));
  return { type: type as Subject['type'], id: lower as string };
}

/** What conditions may look at is bounded: they walk through lists. */
export function bagOf(value: unknown, path: string, errors: FieldError[]): Bag {
  if (!isBag(value)) errors.push(invalid(path, 'must be an object'));
  else if (!isBounded(value, 0))
    errors.push(
      invalid(
        path,
        'is too large: at most 50 names an object, lists of 100, texts of 2000 characters, 4 levels',
      ),
    );
  return value as Bag;
}

function isBounded(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.length <= LONGEST_TEXT;
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= DEEPEST) return false;
  const members = Object.values(value);
  if (members.length > (Array.isArray(value) ? LONGEST_LIST : MOST_NAMES)) return false;
  return members.every((member) => isBounded(member, depth + 1));
}

function knownOnly<K extends string>(
  value: unknown,
  path: string,
  names: readonly K[],
  errors: FieldError[],
): Partial<Record<K, unknown>> {
  // Nothing else can be said about what is not even an object.
  if (!isBag(value)) throw requestInvalid([...errors, invalid(path.slice(0, -1), 'must be an object')]);
  for (const name in value)
    if (!(names as readonly string[]).includes(name))
      errors.push({ path: path + name, code: 'field.unknown', message: `property ${name} should not exist` });
  return value as Partial<Record<K, unknown>>;
}

export const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;

export const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const invalid = (path: string, message: string): FieldError => ({
  path,
  code: 'field.malformed',
  message,
});
