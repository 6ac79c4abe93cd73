import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { Conditions } from '../domain/conditions.js';
import { RoleSet } from '../domain/role-set.js';
import { Roles } from '../domain/roles.js';
import { holdOf, type Hold } from '../domain/role-preview.js';
import { SYSTEM_ROLES } from '../domain/system-roles.js';
import { CompileProfile } from './compile-profile.js';
import { PermissionCatalogue } from './permission-catalogue.js';

export interface PermissionMatrix {
  readonly permissions: readonly string[];
  readonly roles: readonly {
    readonly name: string;
    /** In the order of `permissions`. */
    readonly holds: readonly Hold[];
  }[];
}

/** Every role of a tenant against every permission. */
@Injectable()
export class ShowMatrix {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly roles: Roles,
    private readonly compile: CompileProfile,
    private readonly catalogue: PermissionCatalogue,
    private readonly conditions: Conditions,
  ) {}

  async execute(tenantId: Id): Promise<PermissionMatrix> {
    const made = await this.unitOfWork.run(() => this.roles.all(), { tenantId });
    const permissions = await this.catalogue.names();
    const definitions = [...SYSTEM_ROLES.map((name) => this.compile.systemRole(name)), ...made];
    return {
      permissions,
      roles: definitions.map((definition) => {
        const set = new RoleSet([definition], this.conditions);
        return { name: definition.name, holds: permissions.map((permission) => holdOf(set, permission)) };
      }),
    };
  }
}
