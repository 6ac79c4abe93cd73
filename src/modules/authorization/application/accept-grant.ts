import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Principal } from '../../../kernel/principal.js';
import {
  grantEndsInThePast,
  grantOfOtherResource,
  permissionReserved,
  permissionUnknown,
} from '../domain/authorization.errors.js';
import { Conditions } from '../domain/conditions.js';
import type { Grant } from '../domain/grant.js';
import { isOfPlatform, resourceOf } from '../domain/permission-pattern.js';
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
    await this.heldBy.demandOn(by, [{ permission, resource, expiresAt: expiresAt ?? null }]);
  }
}
