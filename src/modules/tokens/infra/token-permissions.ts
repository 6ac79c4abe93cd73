import { Injectable } from '@nestjs/common';
import { PermissionCatalogue } from '../../authorization/index.js';

/** What this module asks for. */
@Injectable()
export class TokenPermissions {
  constructor(catalogue: PermissionCatalogue) {
    catalogue.declare({
      'service-account:manage': {
        description: 'Create, change and delete service accounts and their keys',
        roles: ['admin'],
      },
      'token:introspect': {
        description: 'Ask whether a token of this tenant is good, and for what',
        roles: ['admin'],
      },
    });
  }
}
