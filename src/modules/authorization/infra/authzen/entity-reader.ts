// Reads AuthZEN by hand, as the standard has it: what it does not know is passed over, null is as good as absent.
import type { FieldError } from '../../../../kernel/domain-error.js';
import { requestInvalid } from '../../../../platform/http/http.errors.js';
import type { Action, Entity } from '../../application/authzen/access-request.js';
import { bagOf, invalid, isAbsent, isBag, MOST_ERRORS, type Bag } from '../check-reader.js';

const LONGEST_NAME = 2000;

/** @throws DomainError `request.invalid` that names every field that `read` complained about */
export function orRefuse<T>(read: (errors: FieldError[]) => T): T {
  const errors: FieldError[] = [];
  const result = read(errors);
  if (errors.length > 0) throw requestInvalid(errors.slice(0, MOST_ERRORS));
  return result;
}

export function entityOf(value: unknown, path: string, errors: FieldError[]): Entity {
  const entity = objectOf(value, path, errors);
  if (!entity) return { type: '', id: '' };
  return { ...typedOf(entity, path, errors), id: textOf(entity['id'], `${path}.id`, errors) };
}

/** What is searched for: an id that it has is passed over. */
export function kindOf(value: unknown, path: string, errors: FieldError[]): Omit<Entity, 'id'> {
  const entity = objectOf(value, path, errors);
  return entity ? typedOf(entity, path, errors) : { type: '' };
}

export function actionOf(value: unknown, path: string, errors: FieldError[]): Action {
  const action = objectOf(value, path, errors);
  if (!action) return { name: '' };
  const { name, properties } = action;
  return {
    name: textOf(name, `${path}.name`, errors),
    properties: optionalBag(properties, `${path}.properties`, errors),
  };
}

/** @returns null, and says what is wrong, when it is no object */
export function objectOf(value: unknown, path: string, errors: FieldError[]): Bag | null {
  if (isBag(value)) return value;
  errors.push(invalid(path, `${path} ${isAbsent(value) ? 'is missing' : 'must be an object'}`));
  return null;
}

export const optionalBag = (value: unknown, path: string, errors: FieldError[]): Bag | undefined =>
  isAbsent(value) ? undefined : bagOf(value, path, errors);

function typedOf(entity: Bag, path: string, errors: FieldError[]): Omit<Entity, 'id'> {
  return {
    type: textOf(entity['type'], `${path}.type`, errors),
    properties: optionalBag(entity['properties'], `${path}.properties`, errors),
  };
}

function textOf(value: unknown, path: string, errors: FieldError[]): string {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_NAME)
    errors.push(invalid(path, `${path} must be a text of 1 to ${String(LONGEST_NAME)} characters`));
  return value as string;
}
