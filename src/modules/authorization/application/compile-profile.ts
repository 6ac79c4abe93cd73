import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { AccessProfile } from '../domain/access-profile.js';
import { Conditions } from '../domain/conditions.js';
import type { ProfileRow } from '../domain/profile-source.js';
import { RoleSet } from '../domain/role-set.js';
import { isPlatformRole, isSystemRole, PLATFORM_ROLES } from '../domain/system-roles.js';
import type { RoleDefinition } from '../domain/role.js';
import type { Subject } from '../domain/subject.js';
import { PermissionCatalogue } from './permission-catalogue.js';

/** Combinations of roles that are kept; a few per tenant are in use. */
const MOST_SETS = 20_000;

const NOBODY: ProfileRow = {
  belongs: false,
  externalId: null,
  groups: [],
  roles: [],
  definitions: [],
  platformRoles: [],
  grants: [],
};

/** Makes what is stored about somebody ready to be asked. */
@Injectable()
export class CompileProfile {
  /** Least recently made first; whoever needs one again after it went pays for one compilation. */
  private readonly sets = new Map<string, RoleSet>();

  constructor(
    private readonly catalogue: PermissionCatalogue,
    private readonly conditions: Conditions,
  ) {}

  execute(tenantId: Id | null, subject: Subject, row: ProfileRow): AccessProfile {
    const { externalId, groups } = row;
    const roles = this.roleSet(tenantId, row);
    return new AccessProfile({ ...subject, externalId, groups }, roles, row.grants, this.conditions);
  }

  /** Of somebody who holds nothing. */
  nothing(subject: Subject): AccessProfile {
    return this.execute(null, subject, NOBODY);
  }

  /** What a system role says, put together from what the modules declare. */
  systemRole(name: string): RoleDefinition {
    return { name, permissions: this.catalogue.heldBySystemRole(name), rules: [] };
  }

  private roleSet(tenantId: Id | null, row: ProfileRow): RoleSet {
    const own = row.definitions.map(({ name, version }) => `${name}@${String(version)}`);
    const key = [own.length > 0 ? tenantId : '', ...own, '|', ...row.roles, '|', ...row.platformRoles].join(
      ' ',
    );
    const known = this.sets.get(key);
    if (known) return known;
    const set = new RoleSet(this.definitionsOf(row), this.conditions);
    if (this.sets.size >= MOST_SETS) this.sets.delete(this.sets.keys().next().value!);
    this.sets.set(key, set);
    return set;
  }

  private definitionsOf({ roles, definitions, platformRoles }: ProfileRow): RoleDefinition[] {
    return [
      ...roles.filter(isSystemRole).map((name) => this.systemRole(name)),
      ...definitions,
      ...platformRoles
        .filter(isPlatformRole)
        .map((name) => ({ name, permissions: PLATFORM_ROLES[name], rules: [] })),
    ];
  }
}
