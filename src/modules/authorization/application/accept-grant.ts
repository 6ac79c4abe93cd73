import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Principal } from '../../../kernel/principal.js';
import { AccessProfiles } from '../domain/access-profiles.js';
import {
  beyondOwnPermissions,
  grantEndsInThePast,
  grantOfOtherResource,
  permissionReserved,
  permissionUnknown,
} from '../domain/authorization.errors.js';
import { Conditions } from '../domain/conditions.js';
import type { Grant } from '../domain/grant.js';
import { isOfPlatform, resourceOf } from '../domain/permission-pattern.js';
import { subjectOf } from '../domain/subject.js';
import { HeldBy } from './held-by.js';
import { PermissionCatalogue } from './permission-catalogue.js';

export interface GrantWish extends Pick<Grant, 'subject' | 'permission' | 'resource'> {
  /** A condition in CEL. */
  readonly when?: string | null;
  readonly expiresAt?: Date | null;
}

/** What may be granted at all, and by whom. */
@Injectable()
export class AcceptGrant {
  constructor(
    private readonly catalogue: PermissionCatalogue,
    private readonly conditions: Conditions,
    private readonly heldBy: HeldBy,
    private readonly profiles: AccessProfiles,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError as `GiveGrant` says */
  async execute(by: Principal, wish: GrantWish): Promise<void> {
    const { permission, resource, when, expiresAt } = wish;
    if (isOfPlatform(permission)) throw permissionReserved('permission');
    if (resourceOf(permission) !== resource.type) throw grantOfOtherResource(resource.type);
    const unknown = await this.catalogue.unknownPatterns([permission]);
    if (unknown.length > 0) throw permissionUnknown('permission', unknown);
    if (typeof when === 'string') this.conditions.compile(when);
    if (expiresAt && expiresAt <= this.clock.now()) throw grantEndsInThePast();
    const missing = await this.heldBy.missing(by, [permission]);
    if (missing.length > 0 && !(await this.holdsByGrant(by, wish))) throw beyondOwnPermissions(missing);
  }

  /** What was granted without a condition can be handed on, but not for longer. */
  private async holdsByGrant(
    by: Principal,
    { permission, resource, expiresAt }: GrantWish,
  ): Promise<boolean> {
    if (by.scopes && !by.scopes.includes(permission)) return false;
    const profile = await this.profiles.of(by.tenantId, subjectOf(by));
    if (profile.roles.denies(permission)) return false;
    const until = expiresAt ?? null;
    return profile
      .grantsOn(resource, permission, this.clock.now())
      .filter(({ condition }) => condition === null)
      .some((own) => own.expiresAt === null || (until !== null && until <= own.expiresAt));
  }
}
