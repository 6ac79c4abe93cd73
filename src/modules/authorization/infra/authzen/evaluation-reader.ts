import type { FieldError } from '../../../../kernel/domain-error.js';
import { requestInvalid } from '../../../../platform/http/http.errors.js';
import type { AccessRequest } from '../../application/authzen/access-request.js';
import { invalid, isAbsent, isBag, MOST_CHECKS, MOST_ERRORS, type Bag } from '../check-reader.js';
import { actionOf, entityOf, objectOf, optionalBag, orRefuse } from './entity-reader.js';

export const SEMANTICS = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const;
export type Semantic = (typeof SEMANTICS)[number];

export interface EvaluationBatch {
  /** In place of one that cannot be read stands what is wrong with it. */
  readonly items: readonly (AccessRequest | readonly FieldError[])[];
  readonly semantic: Semantic;
}

/** @throws DomainError `request.invalid` that names every field */
export function readEvaluation(body: unknown): AccessRequest {
  return orRefuse((errors) => requestOf(objectOf(body, 'body', errors) ?? {}, '', errors));
}

/**
 * Members of the body stand in where an evaluation lacks them.
 * @returns null when there are no evaluations: the body is one itself
 * @throws DomainError `request.invalid` when the request as a whole cannot be read
 */
export function readBatch(body: unknown): EvaluationBatch | null {
  return orRefuse((errors) => {
    const whole = objectOf(body, 'body', errors) ?? {};
    const { evaluations } = whole;
    if (isAbsent(evaluations) || (Array.isArray(evaluations) && evaluations.length === 0)) return null;
    if (!Array.isArray(evaluations) || evaluations.length > MOST_CHECKS)
      throw requestInvalid([
        invalid('evaluations', `evaluations must be a list of at most ${String(MOST_CHECKS)}`),
      ]);
    for (const name of ['subject', 'action', 'resource', 'context'])
      if (!isAbsent(whole[name])) objectOf(whole[name], name, errors);
    const semantic = semanticOf(whole['options'], errors);
    return { items: evaluations.map((item, at) => itemOf(item, whole, at)), semantic };
  });
}

function itemOf(item: unknown, whole: Bag, at: number): AccessRequest | readonly FieldError[] {
  const errors: FieldError[] = [];
  const path = `evaluations.${String(at)}`;
  const own = objectOf(item, path, errors);
  if (!own) return errors;
  const merged = {
    subject: merge(own['subject'], whole['subject'], ['type', 'id']),
    action: merge(own['action'], whole['action'], ['name']),
    resource: merge(own['resource'], whole['resource'], ['type', 'id']),
    context: own['context'] ?? whole['context'],
  };
  const request = requestOf(merged, `${path}.`, errors);
  return errors.length > 0 ? errors.slice(0, MOST_ERRORS) : request;
}

/** One's own member replaces the default as a whole; only what identifies it is taken over when it is missing. */
function merge(own: unknown, byDefault: unknown, identifying: readonly string[]): unknown {
  if (isAbsent(own)) return byDefault;
  if (!isBag(own) || !isBag(byDefault)) return own;
  return { ...own, ...Object.fromEntries(identifying.map((name) => [name, own[name] ?? byDefault[name]])) };
}

function requestOf(whole: Bag, path: string, errors: FieldError[]): AccessRequest {
  return {
    subject: entityOf(whole['subject'], `${path}subject`, errors),
    action: actionOf(whole['action'], `${path}action`, errors),
    resource: entityOf(whole['resource'], `${path}resource`, errors),
    context: optionalBag(whole['context'], `${path}context`, errors),
  };
}

function semanticOf(options: unknown, errors: FieldError[]): Semantic {
  if (isAbsent(options)) return 'execute_all';
  const semantic = objectOf(options, 'options', errors)?.['evaluations_semantic'] ?? 'execute_all';
  if (!(SEMANTICS as readonly unknown[]).includes(semantic))
    errors.push(
      invalid('options.evaluations_semantic', `evaluations_semantic must be one of ${SEMANTICS.join(', ')}`),
    );
  return semantic as Semantic;
}
