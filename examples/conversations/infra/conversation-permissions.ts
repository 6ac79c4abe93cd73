import { Injectable } from '@nestjs/common';
import { PermissionCatalogue } from '../../../src/modules/authorization/index.js';

/** What this module asks for, and which roles have it from the start. */
@Injectable()
export class ConversationPermissions {
  constructor(catalogue: PermissionCatalogue) {
    catalogue.declare({
      'conversation:create': { description: 'Create conversations', roles: ['admin', 'member'] },
      'conversation:read': { description: 'See conversations', roles: ['admin', 'member', 'viewer'] },
      'conversation:update': { description: 'Change conversations', roles: ['admin'] },
      'conversation:delete': { description: 'Delete conversations', roles: ['admin'] },
      'conversation:share': { description: 'Share conversations with others', roles: ['admin'] },
    });
  }
}
