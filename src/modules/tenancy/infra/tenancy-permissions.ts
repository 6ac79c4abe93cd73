import { Injectable } from '@nestjs/common';
import { PermissionCatalogue } from '../../authorization/index.js';

/** What this module asks for. */
@Injectable()
export class TenancyPermissions {
  constructor(catalogue: PermissionCatalogue) {
    catalogue.declare({
      'tenant:manage': {
        description: 'Change the tenant, its settings and its policy',
        roles: ['admin'],
      },
    });
  }
}
