import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import type { Principal } from '../../../kernel/principal.js';
import { UnitOfWork } from '../../../kernel/unit-of-work.js';
import { roleUnknown } from '../domain/authorization.errors.js';
import { deniedBy, givenBy, type RoleDefinition } from '../domain/role.js';
import { Grants } from '../domain/grants.js';
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
    private readonly grants: Grants,
    private readonly compile: CompileProfile,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * In the tenant that the giver works in; asked of roles that are taken away as well. What a role denies counts like
   * what it allows: putting it on takes that away, and taking it off gives it.
   * @throws DomainError `authz.role-unknown`, `authz.beyond-own-permissions`
   */
  async check(giver: Principal, roles: readonly string[]): Promise<void> {
    const definitions = giver.tenantId ? await this.definitionsOf(giver.tenantId, roles) : [];
    const unknown = roles.filter((role) => !definitions.some(({ name }) => name === role));
    if (unknown.length > 0) throw roleUnknown(unknown);
    await this.heldBy.demand(giver, [...definitions.flatMap(givenBy), ...definitions.flatMap(deniedBy)]);
  }

  /**
   * What was granted to a role or a group on single resources comes with it, so it counts as given to who newly has it.
   * @throws DomainError `authz.beyond-own-permissions`
   */
  async checkGranted(giver: Principal, roles: readonly string[], groupId: Id | null = null): Promise<void> {
    const { tenantId } = giver;
    if (!tenantId || (roles.length === 0 && groupId === null)) return;
    const granted = await this.unitOfWork.run(() => this.grants.givenTo(roles, groupId), { tenantId });
    await this.heldBy.demandOn(giver, granted);
  }

  /**
   * Asked once the roles are given, in the same unit of work.
   * @param userIds who has them now; default everybody who does
   * @throws DomainError `authz.beyond-own-permissions` when a role that denies something has reached an owner by
   *   somebody who is none
   */
  async spareOwners(giver: Principal, roles: readonly string[], userIds?: readonly Id[]): Promise<void> {
    if (!giver.tenantId || roles.length === 0) return;
    const definitions = await this.definitionsOf(giver.tenantId, roles);
    const denying = definitions.filter((role) => deniedBy(role).length > 0).map(({ name }) => name);
    await this.heldBy.spareOwners(giver, denying, userIds);
  }

  private async definitionsOf(tenantId: Id, names: readonly string[]): Promise<RoleDefinition[]> {
    const own = names.filter((name) => !isSystemRole(name));
    const made = await this.unitOfWork.run(() => this.roles.findByNames(own), { tenantId });
    return [...names.filter(isSystemRole).map((name) => this.compile.systemRole(name)), ...made];
  }
}
