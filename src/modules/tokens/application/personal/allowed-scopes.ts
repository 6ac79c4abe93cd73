import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { HeldPermissions, PermissionCatalogue } from '../../../authorization/index.js';
import { scopeNotHeld, scopeUnknown } from '../../domain/tokens.errors.js';

/** Scopes are permissions, and nobody hands on what they do not hold. */
@Injectable()
export class AllowedScopes {
  constructor(
    private readonly held: HeldPermissions,
    private readonly catalogue: PermissionCatalogue,
  ) {}

  /** @throws DomainError `tokens.scope-unknown`, `tokens.scope-not-held` */
  async check(tenantId: Id, userId: Id, scopes: readonly string[]): Promise<void> {
    const unknown = scopes.filter((scope) => !this.catalogue.has(scope));
    if (unknown.length > 0) throw scopeUnknown(unknown);
    const held = await this.held.of(tenantId, { type: 'user', id: userId });
    const missing = scopes.filter((scope) => !held.allows(scope));
    if (missing.length > 0) throw scopeNotHeld(missing);
  }
}
