/** All that other modules may know of identity. */
export { IdentityModule } from './identity.module.js';
export { AdmitUser } from './application/admit-user.js';
export { ChangePassword } from './application/change-password.js';
export { CheckImportedUser } from './application/check-imported-user.js';
export { ClaimAddress } from './application/claim-address.js';
export { ConfirmEmailChange } from './application/confirm-email-change.js';
export { ConfirmPassword } from './application/confirm-password.js';
export { CreateVerifiedUser } from './application/create-verified-user.js';
export { DisableUser } from './application/disable-user.js';
export { EraseDirectory } from './application/erase-directory.js';
export { FindDirectories } from './application/find-directories.js';
export { FindUser } from './application/find-user.js';
export { ImportUsers } from './application/import-users.js';
export { OpenDirectory } from './application/open-directory.js';
export { RecallUser, type RecallUserCommand } from './application/recall-user.js';
export { RegisterUser, type RegisterUserCommand } from './application/register-user.js';
export { RequestLink } from './application/request-link.js';
export { ResetPassword } from './application/reset-password.js';
export { VerifyEmail } from './application/verify-email.js';
export { VerifyPassword } from './application/verify-password.js';
export { WelcomeUser } from './application/welcome-user.js';
export { SHARED_DIRECTORY_ID } from './domain/directory.js';
export { emailOf } from './domain/email.js';
export { IdentitySettings } from './domain/identity-settings.js';
export { PasswordHasher } from './domain/password-hasher.js';
export { SecondFactorStatus } from './domain/second-factor-status.js';
export {
  IMPORTED_USER_FIELDS,
  type ImportedFields,
  type RowFault,
  type UserCandidate,
} from './domain/user-import.js';
export { userTag } from './domain/user-tag.js';
export { User } from './domain/user.js';
export { UserViews } from './infra/user-views.js';
export { UserView } from './infra/user.view.js';
