import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import { actorId, type Principal } from '../../../kernel/principal.js';
import { Random } from '../../../kernel/random.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { roleNameTaken, tooManyRoles } from '../domain/authorization.errors.js';
import { givenBy, type Role, type RoleWish } from '../domain/role.js';
import { Roles } from '../domain/roles.js';
import { isSystemRole } from '../domain/system-roles.js';
import { AcceptRole } from './accept-role.js';
import { AuthorizationEvents } from './authorization-events.js';
import { HeldBy } from './held-by.js';

const MOST_ROLES = 1000;

@Injectable()
export class CreateRole {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly roles: Roles,
    private readonly accept: AcceptRole,
    private readonly heldBy: HeldBy,
    private readonly events: AuthorizationEvents,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError `authz.permission-unknown`, `authz.condition-refused`, `authz.beyond-own-permissions`,
   *   `authz.role-name-taken`, `authz.too-many-roles`
   */
  async execute(by: Principal, tenantId: Id, wish: RoleWish): Promise<Role> {
    await this.accept.execute(wish);
    await this.heldBy.demand(by, givenBy(wish));
    if (isSystemRole(wish.name)) throw roleNameTaken(wish.name);
    const now = this.clock.now();
    const who = { createdBy: actorId(by), updatedBy: actorId(by), createdAt: now, updatedAt: now };
    const role: Role = { ...wish, id: this.random.id(), tenantId, version: 1, ...who };
    await this.unitOfWork.run(
      async () => {
        const outcome = await this.roles.insert(role, MOST_ROLES);
        if (outcome === 'taken') throw roleNameTaken(role.name);
        if (outcome === 'too-many') throw tooManyRoles(MOST_ROLES);
        const { id: roleId, name, permissions, rules } = role;
        await this.events.publish('role.created', tenantId, by, { roleId, name, permissions, rules });
      },
      { tenantId },
    );
    return role;
  }
}
