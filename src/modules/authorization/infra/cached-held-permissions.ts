/**
 * Permissions from memory. A change of roles drops the entry (tag `roles:<tenant>:<subject>`) on every node within a
 * second; while the bus is down nothing older than a second is believed.
 */
import { Injectable } from '@nestjs/common';
import type { Id } from '../../../kernel/id.js';
import { RevocableCache, RevocableCaches } from '../../../platform/cache/revocable-cache.js';
import { PermissionCatalogue } from '../application/permission-catalogue.js';
import type { HeldPermissions } from '../domain/held-permissions.js';
import { PermissionSet } from '../domain/permission-set.js';
import { RoleAssignments } from '../domain/role-assignments.js';
import { rolesTag, type Subject } from '../domain/subject.js';

const CAPACITY = 100_000;
const MAX_AGE_MS = 60_000;

interface Held {
  readonly tag: string;
  readonly permissions: PermissionSet;
}

@Injectable()
export class CachedHeldPermissions implements HeldPermissions {
  private readonly held: RevocableCache<Held>;
  /** Most subjects share their combination of roles, and so one set. */
  private readonly byRoles = new Map<string, PermissionSet>();

  constructor(
    caches: RevocableCaches,
    private readonly assignments: RoleAssignments,
    private readonly catalogue: PermissionCatalogue,
  ) {
    this.held = caches.create<Held>({
      name: 'permissions',
      max: CAPACITY,
      maxAgeMs: MAX_AGE_MS,
      tagsOf: ({ tag }) => [tag],
    });
  }

  of(tenantId: Id, subject: Subject): PermissionSet | Promise<PermissionSet> {
    const tag = rolesTag(tenantId, subject.id);
    return this.held.peek(tag)?.permissions ?? this.load(tag, tenantId, subject);
  }

  private async load(tag: string, tenantId: Id, subject: Subject): Promise<PermissionSet> {
    const held = await this.held.get(tag, async () => {
      const roles = await this.assignments.of(tenantId, subject);
      return roles.length > 0 ? { tag, permissions: this.heldBy(roles) } : null;
    });
    return held?.permissions ?? PermissionSet.EMPTY;
  }

  private heldBy(roles: readonly string[]): PermissionSet {
    const key = [...roles].sort().join(' ');
    const known = this.byRoles.get(key);
    if (known) return known;
    const permissions = this.catalogue.heldBy(roles);
    this.byRoles.set(key, permissions);
    return permissions;
  }
}
