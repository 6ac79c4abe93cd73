/** `resource:action`; both parts lower case, digits, dashes. */
export const PERMISSION_FORM = /^[a-z][a-z0-9-]{0,62}:[a-z][a-z0-9-]{0,62}$/;
/** What roles and rules may say: a permission, `resource:*` or `*`. */
export const PATTERN_FORM = /^(\*|[a-z][a-z0-9-]{0,62}:(\*|[a-z][a-z0-9-]{0,62}))$/;

export const EVERYTHING = '*';
const ANY_ACTION = ':*';
/** What operators of the installation may do is no tenant's to give: not even `*` reaches it. */
const PLATFORM = 'platform:';

export const isOfPlatform = (pattern: string): boolean => pattern.startsWith(PLATFORM);

/** `document` of `document:read`. */
export const resourceOf = (permission: string): string => permission.slice(0, permission.indexOf(':'));

/** `document:*`, which reaches `document:read`. */
export const anyActionOn = (permission: string): string => resourceOf(permission) + ANY_ACTION;

/** Whether everything that the second pattern means is meant by the first too. */
export function reaches(pattern: string, other: string): boolean {
  if (pattern === other) return true;
  if (isOfPlatform(other)) return pattern === anyActionOn(other);
  if (pattern === EVERYTHING) return true;
  return other !== EVERYTHING && pattern === anyActionOn(other);
}

/** Every pattern that reaches a permission. */
export const patternsReaching = (permission: string): string[] =>
  isOfPlatform(permission)
    ? [permission, anyActionOn(permission)]
    : [permission, anyActionOn(permission), EVERYTHING];

/** Whether there can be a permission that both patterns mean. */
export const overlap = (a: string, b: string): boolean => reaches(a, b) || reaches(b, a);
