import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Id } from '../../../kernel/id.js';
import type { Principal } from '../../../kernel/principal.js';
import { AccessProfiles } from '../domain/access-profiles.js';
import { beyondOwnPermissions } from '../domain/authorization.errors.js';
import type { Grant } from '../domain/grant.js';
import { PermissionSet } from '../domain/permission-set.js';
import { RoleHolders } from '../domain/role-holders.js';
import { subjectOf } from '../domain/subject.js';

type OnResource = Pick<Grant, 'permission' | 'resource' | 'expiresAt'>;

/** Nobody gives what they do not hold, without any condition, in the tenant that they work in. */
@Injectable()
export class HeldBy {
  constructor(
    private readonly profiles: AccessProfiles,
    private readonly holders: RoleHolders,
    private readonly clock: Clock,
  ) {}

  /** Those of the patterns that the giver, or the credential that they use, does not reach. */
  async missing(giver: Principal, patterns: readonly string[]): Promise<string[]> {
    const { roles } = await this.profiles.of(giver.tenantId, subjectOf(giver));
    const scopes = giver.scopes && new PermissionSet(giver.scopes);
    const lacks = (pattern: string) => !roles.holds(pattern) || (scopes !== null && !scopes.allows(pattern));
    return [...new Set(patterns)].filter(lacks);
  }

  /** @throws DomainError `authz.beyond-own-permissions` */
  async demand(giver: Principal, patterns: readonly string[]): Promise<void> {
    const missing = await this.missing(giver, patterns);
    if (missing.length > 0) throw beyondOwnPermissions(missing);
  }

  /**
   * On single resources: held by roles, or by grants of their own. What was granted without a condition can be handed
   * on, but not for longer.
   * @throws DomainError `authz.beyond-own-permissions`
   */
  async demandOn(giver: Principal, grants: readonly OnResource[]): Promise<void> {
    const missing = await this.missing(
      giver,
      grants.map(({ permission }) => permission),
    );
    if (missing.length === 0) return;
    const { profiles, clock } = this;
    const profile = await profiles.of(giver.tenantId, subjectOf(giver));
    const holdsOn = ({ permission, resource, expiresAt }: OnResource): boolean =>
      giver.scopes?.includes(permission) !== false &&
      !profile.roles.denies(permission) &&
      profile
        .grantsOn(resource, permission, clock.now())
        .filter(({ condition }) => condition === null)
        .some((own) => own.expiresAt === null || (expiresAt !== null && expiresAt <= own.expiresAt));
    const lacking = grants.filter((grant) => missing.includes(grant.permission) && !holdsOn(grant));
    if (lacking.length > 0)
      throw beyondOwnPermissions([...new Set(lacking.map(({ permission }) => permission))]);
  }

  /**
   * Denies beat even what an owner holds, so only an owner lets them reach one: else an admin could lock the owners
   * out for good. Asked after the change, in its unit of work.
   * @param denying roles that deny something @param userIds who the change is about; default everybody
   * @throws DomainError `authz.beyond-own-permissions`
   */
  async spareOwners(giver: Principal, denying: readonly string[], userIds?: readonly Id[]): Promise<void> {
    if (denying.length === 0 || !giver.tenantId) return;
    const missing = await this.missing(giver, ['*']);
    if (missing.length > 0 && (await this.holders.includeOwner(giver.tenantId, denying, userIds)))
      throw beyondOwnPermissions(missing);
  }
}
