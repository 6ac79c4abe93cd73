/** All that other modules may know of authorization. */
export { AuthorizationModule } from './authorization.module.js';
export { AppointOperator } from './application/appoint-operator.js';
export { Decide } from './application/decide.js';
export { ForgetResource } from './application/forget-resource.js';
export { GiveGrant } from './application/give-grant.js';
export { GiveRoles } from './application/give-roles.js';
export { PermissionCatalogue } from './application/permission-catalogue.js';
export type { GivenGrant } from './domain/grant.js';
export { rolesTag, tenantRolesTag } from './domain/subject.js';
