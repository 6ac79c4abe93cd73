/** `resource:action`; both parts as in the catalogue: lower case, digits, dashes. */
export const PERMISSION_FORM = /^[a-z][a-z0-9-]{0,62}:[a-z][a-z0-9-]{0,62}$/;

const EVERYTHING = '*';
const WILDCARD = ':*';
/** What operators of the installation may do is no tenant's to give: not even `*` reaches it. */
const PLATFORM = 'platform:';

/** Everything that somebody may do in one tenant: permissions, `resource:*` and `*`. */
export class PermissionSet {
  static readonly EMPTY = new PermissionSet([]);

  private readonly everything: boolean;
  private readonly patterns: ReadonlySet<string>;

  constructor(patterns: readonly string[]) {
    this.patterns = new Set(patterns);
    this.everything = this.patterns.has(EVERYTHING);
  }

  allows(permission: string): boolean {
    if (this.patterns.has(permission)) return true;
    if (permission.startsWith(PLATFORM)) return false;
    if (this.everything) return true;
    return this.patterns.has(permission.slice(0, permission.indexOf(':')) + WILDCARD);
  }

  /** Those of the other set that this one does not reach. */
  missing({ patterns }: PermissionSet): string[] {
    return [...patterns].filter((pattern) => !this.reaches(pattern));
  }

  private reaches(pattern: string): boolean {
    if (pattern === EVERYTHING) return this.everything;
    return this.allows(pattern);
  }
}
