import { Injectable } from '@nestjs/common';
import { permissionReserved, permissionUnknown } from '../domain/authorization.errors.js';
import { Conditions } from '../domain/conditions.js';
import { isOfPlatform } from '../domain/permission-pattern.js';
import type { RoleDefinition } from '../domain/role.js';
import { PermissionCatalogue } from './permission-catalogue.js';

/** What a role of a tenant may say at all. */
@Injectable()
export class AcceptRole {
  constructor(
    private readonly catalogue: PermissionCatalogue,
    private readonly conditions: Conditions,
  ) {}

  /** @throws DomainError `authz.permission-unknown`, `authz.permission-reserved`, `authz.condition-refused` */
  async execute({ permissions, rules }: Pick<RoleDefinition, 'permissions' | 'rules'>): Promise<void> {
    await this.accept('permissions', permissions);
    await this.accept(
      'rules',
      rules.map(({ permission }) => permission),
    );
    for (const { when } of rules) if (when !== undefined) this.conditions.compile(when);
  }

  private async accept(path: string, patterns: readonly string[]): Promise<void> {
    if (patterns.some(isOfPlatform)) throw permissionReserved(path);
    const unknown = await this.catalogue.unknownPatterns(patterns);
    if (unknown.length > 0) throw permissionUnknown(path, unknown);
  }
}
