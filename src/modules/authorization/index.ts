/** All that other modules may know of authorization. */
export { AuthorizationModule } from './authorization.module.js';
export { GiveRoles } from './application/give-roles.js';
export { PermissionCatalogue } from './application/permission-catalogue.js';
export { HeldPermissions } from './domain/held-permissions.js';
export { rolesTag } from './domain/subject.js';
