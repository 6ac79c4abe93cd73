import { Injectable } from '@nestjs/common';
import { EVERYTHING, isOfPlatform, PERMISSION_FORM, resourceOf } from '../domain/permission-pattern.js';
import { RegisteredPermissions } from '../domain/registered-permissions.js';
import type { SystemRole } from '../domain/system-roles.js';

export interface DeclaredPermission {
  /** One line for people who put roles together. */
  readonly description: string;
  /** System roles that hold it, beside `owner`, who holds everything. */
  readonly roles: readonly Exclude<SystemRole, 'owner'>[];
}

/** Every permission that the installed modules declare, and those that operators registered for other services. */
@Injectable()
export class PermissionCatalogue {
  private readonly declared = new Map<string, DeclaredPermission>();

  constructor(private readonly registered: RegisteredPermissions) {}

  /** Called by a module when it starts. */
  declare(permissions: Readonly<Record<string, DeclaredPermission>>): void {
    for (const [name, permission] of Object.entries(permissions)) {
      if (!PERMISSION_FORM.test(name)) throw new Error(`"${name}" is not of the form resource:action`);
      if (this.declared.has(name)) throw new Error(`the permission ${name} is declared twice`);
      this.declared.set(name, permission);
    }
  }

  isDeclared(name: string): boolean {
    return this.declared.has(name);
  }

  /** Those that modules declare: name and description. */
  get declarations(): { name: string; description: string }[] {
    return [...this.declared].map(([name, { description }]) => ({ name, description }));
  }

  /** Every name, sorted, those of the platform left out: what a tenant can give. */
  async names(): Promise<string[]> {
    const all = new Set([...this.declared.keys(), ...(await this.registered.names())]);
    return [...all].filter((name) => !isOfPlatform(name)).sort();
  }

  /** Those of the names that are no permission. */
  async unknown(names: readonly string[]): Promise<string[]> {
    const undeclared = names.filter((name) => !this.declared.has(name));
    if (undeclared.length === 0) return [];
    const registered = await this.registered.names();
    return undeclared.filter((name) => !registered.has(name));
  }

  /** Those of the patterns that mean no permission at all. */
  async unknownPatterns(patterns: readonly string[]): Promise<string[]> {
    const names = await this.names();
    const resources = new Set(names.map(resourceOf));
    const known = new Set(names);
    return patterns.filter((pattern) => {
      if (pattern === EVERYTHING) return false;
      return pattern.endsWith(':*') ? !resources.has(resourceOf(pattern)) : !known.has(pattern);
    });
  }

  /** What a role that every tenant has holds. */
  heldBySystemRole(role: string): string[] {
    if (role === 'owner') return [EVERYTHING];
    const held = [...this.declared].filter(([, { roles }]) => (roles as readonly string[]).includes(role));
    return held.map(([name]) => name);
  }
}
