import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/principal.js';
import type { PermissionChecks } from '../../../platform/http/permission-checks.js';
import { HeldPermissions } from '../domain/held-permissions.js';
import type { PermissionSet } from '../domain/permission-set.js';
import { subjectOf } from '../domain/subject.js';

/** What `@RequirePermission` asks: the roles of the principal in its active tenant. */
@Injectable()
export class TenantPermissionChecks implements PermissionChecks {
  constructor(private readonly held: HeldPermissions) {}

  holdsAny(principal: Principal, permissions: readonly string[]): boolean | Promise<boolean> {
    if (!principal.tenantId) return false;
    const allowsAny = (set: PermissionSet) => permissions.some((permission) => set.allows(permission));
    const set = this.held.of(principal.tenantId, subjectOf(principal));
    return set instanceof Promise ? set.then(allowsAny) : allowsAny(set);
  }
}
