import { Injectable } from '@nestjs/common';
import { PermissionCatalogue } from '../../authorization/index.js';

/** What this module asks for. */
@Injectable()
export class TenancyPermissions {
  constructor(catalogue: PermissionCatalogue) {
    catalogue.declare({
      'tenant:manage': {
        description: 'See and change the tenant, its settings and its policy',
        roles: ['admin'],
      },
      'tenant:delete': { description: 'Delete the tenant, or hand it over', roles: [] },
      'member:read': {
        description: 'See who belongs to the tenant',
        roles: ['admin', 'member', 'viewer'],
      },
      'member:manage': { description: 'Change the roles of members, and remove them', roles: ['admin'] },
      'invitation:manage': { description: 'Invite people, and withdraw invitations', roles: ['admin'] },
      'group:read': {
        description: 'See groups and who is in them',
        roles: ['admin', 'member', 'viewer'],
      },
      'group:manage': {
        description: 'Create, change and delete groups, and say who is in them',
        roles: ['admin'],
      },
    });
  }
}
