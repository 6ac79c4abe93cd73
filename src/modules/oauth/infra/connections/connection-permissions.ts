import { Injectable } from '@nestjs/common';
import { PermissionCatalogue } from '../../../authorization/index.js';

/** What connections ask for. Whoever is not their owner sees and uses those that are shared. */
@Injectable()
export class ConnectionPermissions {
  constructor(catalogue: PermissionCatalogue) {
    catalogue.declare({
      'connection:create': {
        description: 'Connect accounts at providers, and disconnect one’s own',
        roles: ['admin', 'member'],
      },
      'connection:read': {
        description: 'See one’s own connections and shared ones',
        roles: ['admin', 'member', 'viewer'],
      },
      'connection:use': {
        description: 'Get access tokens of one’s own connections and of shared ones',
        roles: ['admin', 'member'],
      },
      'connection:manage': {
        description: 'Share connections, see and remove those of others, see analytics',
        roles: ['admin'],
      },
    });
  }
}
