import type { Question } from '../../domain/decision.js';
import { PERMISSION_FORM } from '../../domain/permission-pattern.js';

type Bag = Readonly<Record<string, unknown>>;

/** The words of the OpenID AuthZEN Authorization API 1.0. */
export interface Entity {
  readonly type: string;
  readonly id: string;
  readonly properties?: Bag;
}

export interface Action {
  readonly name: string;
  readonly properties?: Bag;
}

export interface AccessRequest {
  readonly subject: Entity;
  readonly action: Action;
  readonly resource: Entity;
  readonly context?: Bag;
}

/** In place of what is searched for stands its type alone. */
export type SubjectSearch = Omit<AccessRequest, 'subject'> & { readonly subject: Omit<Entity, 'id'> };
export type ResourceSearch = Omit<AccessRequest, 'resource'> & { readonly resource: Omit<Entity, 'id'> };
export type ActionSearch = Omit<AccessRequest, 'action'>;

/** @returns our name for an action on a type, or null where no permission can be called so */
export function permissionOf({ name }: Action, type: string): string | null {
  const permission = name.includes(':') ? name : `${type}:${name}`;
  return PERMISSION_FORM.test(permission) ? permission : null;
}

/** What the request asks, but for who: null when no permission can be called so. */
export function questionOf(request: Omit<AccessRequest, 'subject'> & { subject: Omit<Entity, 'id'> }) {
  const { subject, action, resource, context } = request;
  const permission = permissionOf(action, resource.type);
  if (permission === null) return null;
  return {
    permission,
    resource,
    context,
    subjectProperties: subject.properties,
    actionProperties: action.properties,
  } satisfies Question;
}
