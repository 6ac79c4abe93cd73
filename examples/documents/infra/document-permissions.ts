import { Injectable } from '@nestjs/common';
import { PermissionCatalogue } from '../../../src/modules/authorization/index.js';

/** What this module asks for, and which roles have it from the start. */
@Injectable()
export class DocumentPermissions {
  constructor(catalogue: PermissionCatalogue) {
    catalogue.declare({
      'document:create': { description: 'Create documents', roles: ['admin', 'member'] },
      'document:read': { description: 'See documents', roles: ['admin', 'member', 'viewer'] },
      'document:update': { description: 'Change documents', roles: ['admin'] },
      'document:delete': { description: 'Delete documents', roles: ['admin'] },
      'document:share': { description: 'Share documents with others', roles: ['admin'] },
    });
  }
}
