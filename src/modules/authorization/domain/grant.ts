import type { Id } from '../../../kernel/id.js';

export const GRANT_SUBJECTS = ['user', 'group', 'role'] as const;
export type GrantSubjectType = (typeof GRANT_SUBJECTS)[number];

/** A permission on a single resource. */
export interface Grant {
  readonly id: Id;
  /** The id of a user or a group, or the name of a role. */
  readonly subject: { readonly type: GrantSubjectType; readonly id: string };
  /** A permission or `resource:*`. */
  readonly permission: string;
  readonly resource: { readonly type: string; readonly id: string };
  /** A condition in CEL. */
  readonly when: string | null;
  /** Not before this moment it ends; null: it does not. */
  readonly expiresAt: Date | null;
}

export interface GivenGrant extends Grant {
  readonly createdBy: Id;
  readonly createdAt: Date;
}

/** More than that somebody is given a role for. */
export const MOST_GRANTS = 10_000;
