import { anyActionOn, EVERYTHING, isOfPlatform } from './permission-pattern.js';

/** Permissions, `resource:*` and `*`, without any condition. */
export class PermissionSet {
  static readonly EMPTY = new PermissionSet([]);

  private readonly everything: boolean;
  private readonly patterns: ReadonlySet<string>;

  constructor(patterns: readonly string[]) {
    this.patterns = new Set(patterns);
    this.everything = this.patterns.has(EVERYTHING);
  }

  /** @param permission or a pattern, which is allowed when all that it means is */
  allows(permission: string): boolean {
    if (this.patterns.has(permission)) return true;
    if (isOfPlatform(permission)) return this.patterns.has(anyActionOn(permission));
    if (this.everything) return true;
    return permission !== EVERYTHING && this.patterns.has(anyActionOn(permission));
  }

  /** Those of the patterns that this set does not reach. */
  missing(patterns: Iterable<string>): string[] {
    return [...patterns].filter((pattern) => !this.allows(pattern));
  }
}
