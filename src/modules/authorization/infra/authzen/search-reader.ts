import type { FieldError } from '../../../../kernel/domain-error.js';
import type {
  ActionSearch,
  ResourceSearch,
  SubjectSearch,
} from '../../application/authzen/access-request.js';
import { invalid, isAbsent, type Bag } from '../check-reader.js';
import { actionOf, entityOf, kindOf, objectOf, optionalBag, orRefuse } from './entity-reader.js';
import type { PageWish } from './page-tokens.js';

const LONGEST_TOKEN = 4000;

export interface Paged<T> {
  readonly search: T;
  readonly page: PageWish;
}

/** @throws DomainError `request.invalid` that names every field */
export function readSubjectSearch(body: unknown): Paged<SubjectSearch> {
  return read(body, ({ subject, action, resource }, errors) => ({
    subject: kindOf(subject, 'subject', errors),
    action: actionOf(action, 'action', errors),
    resource: entityOf(resource, 'resource', errors),
  }));
}

/** @throws DomainError `request.invalid` that names every field */
export function readResourceSearch(body: unknown): Paged<ResourceSearch> {
  return read(body, ({ subject, action, resource }, errors) => ({
    subject: entityOf(subject, 'subject', errors),
    action: actionOf(action, 'action', errors),
    resource: kindOf(resource, 'resource', errors),
  }));
}

/** @throws DomainError `request.invalid` that names every field */
export function readActionSearch(body: unknown): Paged<ActionSearch> {
  return read(body, ({ subject, resource }, errors) => ({
    subject: entityOf(subject, 'subject', errors),
    resource: entityOf(resource, 'resource', errors),
  }));
}

function read<T extends object>(
  body: unknown,
  entitiesOf: (whole: Bag, errors: FieldError[]) => T,
): Paged<T & { context?: Bag }> {
  return orRefuse((errors) => {
    const whole = objectOf(body, 'body', errors) ?? {};
    const search = {
      ...entitiesOf(whole, errors),
      context: optionalBag(whole['context'], 'context', errors),
    };
    return { search, page: pageOf(whole['page'], errors) };
  });
}

function pageOf(value: unknown, errors: FieldError[]): PageWish {
  if (isAbsent(value)) return {};
  const { token, limit } = objectOf(value, 'page', errors) ?? {};
  if (!isAbsent(token) && (typeof token !== 'string' || token.length > LONGEST_TOKEN))
    errors.push(invalid('page.token', 'page.token must be the next_token of the page before'));
  if (!isAbsent(limit) && (!Number.isSafeInteger(limit) || (limit as number) < 0))
    errors.push(invalid('page.limit', 'page.limit must be an integer, 0 or more'));
  return {
    token: (token ?? undefined) as string | undefined,
    limit: (limit ?? undefined) as number | undefined,
  };
}
