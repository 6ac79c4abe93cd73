import { Injectable } from '@nestjs/common';
import { PERMISSION_FORM, PermissionSet } from '../domain/permission-set.js';
import type { SystemRole } from '../domain/system-roles.js';

export interface DeclaredPermission {
  /** One line for people who put roles together. */
  readonly description: string;
  /** System roles that hold it, beside `owner`, who holds everything. */
  readonly roles: readonly Exclude<SystemRole, 'owner'>[];
}

/** Every permission that the installed modules declare. */
@Injectable()
export class PermissionCatalogue {
  private readonly declared = new Map<string, DeclaredPermission>();

  /** Called by a module when it starts. */
  declare(permissions: Readonly<Record<string, DeclaredPermission>>): void {
    for (const [name, permission] of Object.entries(permissions)) {
      if (!PERMISSION_FORM.test(name)) throw new Error(`"${name}" is not of the form resource:action`);
      if (this.declared.has(name)) throw new Error(`the permission ${name} is declared twice`);
      this.declared.set(name, permission);
    }
  }

  has(name: string): boolean {
    return this.declared.has(name);
  }

  /** What the roles hold together; a role that is not known holds nothing. */
  heldBy(roles: readonly string[]): PermissionSet {
    if (roles.includes('owner')) return new PermissionSet(['*']);
    const held = [...this.declared].filter(([, permission]) =>
      permission.roles.some((role) => roles.includes(role)),
    );
    return new PermissionSet(held.map(([name]) => name));
  }
}
