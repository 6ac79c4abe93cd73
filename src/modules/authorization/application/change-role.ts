import { Injectable } from '@nestjs/common';
import { changesNothing } from '../../../kernel/change.js';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { Invalidation } from '../../../kernel/invalidation.js';
import { actorId, type Principal } from '../../../kernel/principal.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import {
  roleInUse,
  roleNameTaken,
  roleNotFound,
  roleVersionNotFound,
} from '../domain/authorization.errors.js';
import { couldGain, couldLose, type Role, type RoleWish } from '../domain/role.js';
import { Roles } from '../domain/roles.js';
import { tenantRolesTag } from '../domain/subject.js';
import { isSystemRole } from '../domain/system-roles.js';
import { AcceptRole } from './accept-role.js';
import { AuthorizationEvents } from './authorization-events.js';
import { HeldBy } from './held-by.js';

/** Changes, rolls back or deletes a role of a tenant. All who hold it have the new permissions within a second. */
@Injectable()
export class ChangeRole {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly roles: Roles,
    private readonly accept: AcceptRole,
    private readonly heldBy: HeldBy,
    private readonly invalidation: Invalidation,
    private readonly events: AuthorizationEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `authz.role-not-found`, `authz.role-name-taken`, `authz.permission-unknown`,
   *   `authz.condition-refused`, `authz.beyond-own-permissions`
   */
  async execute(by: Principal, tenantId: Id, id: Id, change: Partial<RoleWish>): Promise<Role> {
    await this.accept.execute({ permissions: change.permissions ?? [], rules: change.rules ?? [] });
    const changed = Object.keys(change);
    return this.change(by, tenantId, id, async () => change, ['role.updated', { changed }]);
  }

  /** Says again what the role said at a version; that is a new version. @throws as `execute`, `authz.role-version-not-found` */
  async rollBack(by: Principal, tenantId: Id, id: Id, version: number): Promise<Role> {
    const restore = async () => {
      const former = await this.roles.version(id, version);
      if (!former) throw roleVersionNotFound();
      await this.accept.execute(former);
      return former;
    };
    return this.change(by, tenantId, id, restore, ['role.rolled-back', { to: version }]);
  }

  /** @throws DomainError `authz.role-not-found`, `authz.role-in-use` */
  async delete(by: Principal, tenantId: Id, id: Id): Promise<void> {
    await this.unitOfWork.run(
      async () => {
        const role = await this.roles.find(id);
        const outcome = role ? await this.roles.delete(id) : 'missing';
        if (outcome === 'in-use') throw roleInUse();
        if (!role || outcome === 'missing') throw roleNotFound();
        await this.invalidation.announce(tenantRolesTag(tenantId));
        await this.events.publish('role.deleted', tenantId, by, { roleId: id, name: role.name });
      },
      { tenantId },
    );
  }

  private async change(
    by: Principal,
    tenantId: Id,
    id: Id,
    wishFor: () => Promise<Partial<RoleWish>>,
    [event, about]: ['role.updated' | 'role.rolled-back', Record<string, unknown>],
  ): Promise<Role> {
    return this.unitOfWork.run(
      async () => {
        const role = await this.roles.findForUpdate(id);
        if (!role) throw roleNotFound();
        const wish = await wishFor();
        if (changesNothing(wish)) return role;
        const { name, description, permissions, rules } = { ...role, ...wish };
        const next: Role = {
          ...role,
          ...{ name, description, permissions, rules, version: role.version + 1 },
          ...{ updatedBy: actorId(by), updatedAt: this.clock.now() },
        };
        const lost = couldLose(role, next);
        await this.heldBy.demand(by, [...couldGain(role, next), ...lost]);
        const { version } = next;
        if (isSystemRole(name) || !(await this.roles.save(next, role.name))) throw roleNameTaken(name);
        if (lost.length > 0) await this.heldBy.spareOwners(by, [name]);
        await this.invalidation.announce(tenantRolesTag(tenantId));
        await this.events.publish(event, tenantId, by, { roleId: id, name, version, ...about });
        return next;
      },
      { tenantId },
    );
  }
}
