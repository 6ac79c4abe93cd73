/** All that other modules may know of tenancy. */
export { TenancyModule } from './tenancy.module.js';
export { BeforeErasure } from './application/before-erasure.js';
export { ChooseTenant } from './application/choose-tenant.js';
export { CreateTenant } from './application/create-tenant.js';
export { FindImportTarget } from './application/find-import-target.js';
export { ImportMembers, type ImportedMember } from './application/import-members.js';
export {
  IMPORTED_MEMBER_FIELDS,
  placeFrom,
  type ImportedPlace,
  type ImportTarget,
} from './domain/imported-members.js';
export { ReadTenantPolicy } from './application/read-tenant-policy.js';
export { tenantPolicyTag } from './domain/tenant-policies.js';
export { JoinInvited } from './application/invitations/join-invited.js';
export {
  RecogniseInvitation,
  type RecognisedInvitation,
} from './application/invitations/recognise-invitation.js';
export type { InvitationReference } from './domain/invitations.js';
export { MEMBERSHIP_ENDED } from './domain/tenancy.events.js';
