import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PermissionCatalogue } from '../application/permission-catalogue.js';
import { RegisteredPermissions } from '../domain/registered-permissions.js';

/** What this module asks for; and, once every module has declared, the copy of the catalogue in the database. */
@Injectable()
export class AuthorizationPermissions implements OnApplicationBootstrap {
  constructor(
    private readonly catalogue: PermissionCatalogue,
    private readonly registered: RegisteredPermissions,
  ) {
    catalogue.declare({
      'role:read': { description: 'See roles and what they hold', roles: ['admin', 'member', 'viewer'] },
      'role:manage': { description: 'Create, change and delete roles', roles: ['admin'] },
      'grant:manage': { description: 'See, give and take back grants on single resources', roles: ['admin'] },
      'authz:check-others': { description: 'Ask what others may do', roles: ['admin'] },
      'platform:read': { description: 'See how the installation is doing', roles: [] },
      'platform:manage': { description: 'Operate the installation', roles: [] },
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.registered.synchronise(this.catalogue.declarations);
  }
}
