/** All that other modules may know of authorization. */
export { AuthorizationModule } from './authorization.module.js';
export { PermissionCatalogue } from './application/permission-catalogue.js';
export { HeldPermissions } from './domain/held-permissions.js';
export { rolesTag } from './domain/subject.js';
export { SYSTEM_ROLES } from './domain/system-roles.js';
