import { Injectable } from '@nestjs/common';
import type { Id } from '../../../../kernel/id.js';
import { Decide, PermissionCatalogue } from '../../../authorization/index.js';
import { scopeNotHeld, scopeUnknown } from '../../domain/tokens.errors.js';

/** Scopes are permissions, and nobody hands on what they do not hold. */
@Injectable()
export class AllowedScopes {
  constructor(
    private readonly decide: Decide,
    private readonly catalogue: PermissionCatalogue,
  ) {}

  /** @throws DomainError `tokens.scope-unknown`, `tokens.scope-not-held` */
  async check(tenantId: Id, userId: Id, scopes: readonly string[]): Promise<void> {
    const unknown = await this.catalogue.unknown(scopes);
    if (unknown.length > 0) throw scopeUnknown(unknown);
    const questions = scopes.map((permission) => ({ permission }));
    const held = await this.decide.holdsEach(tenantId, { type: 'user', id: userId }, questions);
    const missing = scopes.filter((_, at) => !held[at]);
    if (missing.length > 0) throw scopeNotHeld(missing);
  }
}
