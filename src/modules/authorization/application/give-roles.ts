import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import type { Principal } from '../../../kernel/principal.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { roleUnknown } from '../domain/authorization.errors.js';
import { givenBy, type RoleDefinition } from '../domain/role.js';
import { Roles } from '../domain/roles.js';
import { isSystemRole } from '../domain/system-roles.js';
import { CompileProfile } from './compile-profile.js';
import { HeldBy } from './held-by.js';

/** Asked wherever somebody gives roles to somebody: a member, a group, a guest, a program. */
@Injectable()
export class GiveRoles {
  constructor(
    private readonly heldBy: HeldBy,
    private readonly roles: Roles,
    private readonly compile: CompileProfile,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * In the tenant that the giver works in.
   * @throws DomainError `authz.role-unknown`, `authz.beyond-own-permissions`
   */
  async check(giver: Principal, roles: readonly string[]): Promise<void> {
    const definitions = giver.tenantId ? await this.definitionsOf(giver.tenantId, roles) : [];
    const unknown = roles.filter((role) => !definitions.some(({ name }) => name === role));
    if (unknown.length > 0) throw roleUnknown(unknown);
    await this.heldBy.demand(giver, definitions.flatMap(givenBy));
  }

  private async definitionsOf(tenantId: Id, names: readonly string[]): Promise<RoleDefinition[]> {
    const own = names.filter((name) => !isSystemRole(name));
    const made = await this.unitOfWork.run(() => this.roles.findByNames(own), { tenantId });
    return [...names.filter(isSystemRole).map((name) => this.compile.systemRole(name)), ...made];
  }
}
