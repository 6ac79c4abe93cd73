import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/principal.js';
import type { GuardedResource, PermissionChecks } from '../../../platform/http/permission-checks.js';
import { Decide } from '../application/decide.js';

/** What `@RequirePermission` asks. */
@Injectable()
export class TenantPermissionChecks implements PermissionChecks {
  constructor(private readonly decide: Decide) {}

  holds(principal: Principal, permission: string, resource?: GuardedResource): boolean | Promise<boolean> {
    if (!resource) return this.decide.check(principal, { permission });
    const { type, id } = resource;
    if (id !== undefined) return this.decide.check(principal, { permission, resource: { type, id } });
    return this.decide.reach(principal, permission).then((reach) => reach === 'all' || reach.length > 0);
  }
}
