import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { roleNotFound } from '../domain/authorization.errors.js';
import { Conditions } from '../domain/conditions.js';
import { RoleHolders, type Holder } from '../domain/role-holders.js';
import { changesBetween, type Changes } from '../domain/role-preview.js';
import { RoleSet } from '../domain/role-set.js';
import type { RoleDefinition, RoleWish } from '../domain/role.js';
import { Roles } from '../domain/roles.js';
import { isSystemRole } from '../domain/system-roles.js';
import { AcceptRole } from './accept-role.js';
import { CompileProfile } from './compile-profile.js';
import { PermissionCatalogue } from './permission-catalogue.js';

const MOST_PREVIEWED = 1000;

export interface RolePreview extends Changes {
  /** Everybody who has the role, also those for whom nothing changes. */
  readonly holders: number;
  /** Those of the first 1000 holders for whom something changes, other roles considered. */
  readonly affected: readonly (Pick<Holder, 'type' | 'id' | 'name'> & Changes)[];
}

/** Says what a change of a role would do. Changes nothing. */
@Injectable()
export class PreviewRole {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly roles: Roles,
    private readonly holders: RoleHolders,
    private readonly accept: AcceptRole,
    private readonly compile: CompileProfile,
    private readonly catalogue: PermissionCatalogue,
    private readonly conditions: Conditions,
  ) {}

  /** @throws DomainError `authz.role-not-found`, `authz.permission-unknown`, `authz.condition-refused` */
  async execute(tenantId: Id, id: Id, change: Partial<RoleWish>): Promise<RolePreview> {
    await this.accept.execute({ permissions: change.permissions ?? [], rules: change.rules ?? [] });
    const { role, found, others } = await this.unitOfWork.run(() => this.read(tenantId, id), { tenantId });
    const after = { ...role, ...change, name: role.name };
    const permissions = await this.catalogue.names();
    const between = (roles: readonly string[]): Changes => {
      const beside = roles
        .filter((name) => name !== role.name)
        .map((name) => this.definitionOf(name, others));
      const setWith = (own: RoleDefinition) => new RoleSet([...beside, own], this.conditions);
      return changesBetween(setWith(role), setWith(after), permissions);
    };
    return {
      ...between([]),
      holders: found.total,
      affected: eachCombinationOnce(found.holders, between),
    };
  }

  private async read(tenantId: Id, id: Id) {
    const role = await this.roles.find(id);
    if (!role) throw roleNotFound();
    const found = await this.holders.of(tenantId, role.name, MOST_PREVIEWED);
    const names = new Set(found.holders.flatMap(({ roles }) => roles));
    return { role, found, others: await this.roles.findByNames([...names]) };
  }

  private definitionOf(name: string, made: readonly RoleDefinition[]): RoleDefinition {
    if (isSystemRole(name)) return this.compile.systemRole(name);
    return made.find((role) => role.name === name) ?? { name, permissions: [], rules: [] };
  }
}

/** Most holders share their combination of roles with others. */
function eachCombinationOnce(
  holders: readonly Holder[],
  changesOf: (roles: readonly string[]) => Changes,
): RolePreview['affected'] {
  const known = new Map<string, Changes>();
  return holders
    .map(({ type, id, name, roles }) => {
      const key = roles.join(' ');
      const changes = known.get(key) ?? changesOf(roles);
      known.set(key, changes);
      return { type, id, name, ...changes };
    })
    .filter(({ gains, loses }) => gains.length + loses.length > 0);
}
