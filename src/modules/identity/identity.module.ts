import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { NotificationsModule } from '../notifications/index.js';
import { SessionsModule } from '../sessions/index.js';
import { AcceptPassword } from './application/accept-password.js';
import { AccountMail } from './application/account-mail.js';
import { AdmitUser } from './application/admit-user.js';
import { ChangePassword } from './application/change-password.js';
import { CheckImportedUser } from './application/check-imported-user.js';
import { ClaimAddress } from './application/claim-address.js';
import { ConfirmEmailChange } from './application/confirm-email-change.js';
import { ConfirmPassword } from './application/confirm-password.js';
import { CountAttempts } from './application/count-attempts.js';
import { CreateVerifiedUser } from './application/create-verified-user.js';
import { DisableUser } from './application/disable-user.js';
import { EraseDirectory } from './application/erase-directory.js';
import { FindDirectories } from './application/find-directories.js';
import { FindUser } from './application/find-user.js';
import { IdentityEvents } from './application/identity-events.js';
import { ImportUsers } from './application/import-users.js';
import { NameNewcomer } from './application/name-newcomer.js';
import { OpenDirectory } from './application/open-directory.js';
import { PurgeAccounts } from './application/purge-accounts.js';
import { RecallUser } from './application/recall-user.js';
import { RegisterUser } from './application/register-user.js';
import { ReplacePassword } from './application/replace-password.js';
import { RequestEmailChange } from './application/request-email-change.js';
import { RequestLink } from './application/request-link.js';
import { SendResetLink } from './application/send-reset-link.js';
import { SendVerificationLink } from './application/send-verification-link.js';
import { ResetPassword } from './application/reset-password.js';
import { SpendLink } from './application/spend-link.js';
import { StoreRegistration } from './application/store-registration.js';
import { TellOwner } from './application/tell-owner.js';
import { UpdateProfile } from './application/update-profile.js';
import { VerifyEmail } from './application/verify-email.js';
import { VerifyPassword } from './application/verify-password.js';
import { WelcomeUser } from './application/welcome-user.js';
import { Directories } from './domain/directories.js';
import { IdentitySettings } from './domain/identity-settings.js';
import { Links } from './domain/links.js';
import { LoginAttempts } from './domain/login-attempts.js';
import { Markup } from './domain/markup.js';
import { PasswordHasher } from './domain/password-hasher.js';
import { PasswordHistory } from './domain/password-history.js';
import { ImportedUsers, ImportSyntax } from './domain/user-import.js';
import { PasswordPolicies } from './domain/password-policies.js';
import { UserRepository } from './domain/user.repository.js';
import { ConfiguredIdentity } from './infra/configured-identity.js';
import { hashingProviders } from './infra/hashing/hashing.providers.js';
import { IdentitySubscriptions } from './infra/identity.subscriptions.js';
import { MeController } from './infra/me.controller.js';
import { PurgeAccountsJob } from './infra/purge-accounts.job.js';
import { SanitizeHtmlMarkup } from './infra/sanitize-html-markup.js';
import { SqlImportedUsers } from './infra/sql-imported-users.js';
import { SqlDirectories } from './infra/sql-directories.js';
import { SqlLoginAttempts } from './infra/sql-login-attempts.js';
import { SqlPasswordHistory } from './infra/sql-password-history.js';
import { SqlPasswordPolicies } from './infra/sql-password-policies.js';
import { TypeormUserRepository } from './infra/typeorm-user.repository.js';
import { UserViews } from './infra/user-views.js';
import { UserMapping } from './infra/user.mapping.js';
import { ValidatorImportSyntax } from './infra/validator-import-syntax.js';

const useCases = [
  AdmitUser,
  ChangePassword,
  CheckImportedUser,
  ClaimAddress,
  ConfirmEmailChange,
  ConfirmPassword,
  CreateVerifiedUser,
  DisableUser,
  EraseDirectory,
  FindDirectories,
  FindUser,
  ImportUsers,
  OpenDirectory,
  RecallUser,
  RegisterUser,
  RequestEmailChange,
  RequestLink,
  ResetPassword,
  UpdateProfile,
  VerifyEmail,
  VerifyPassword,
  WelcomeUser,
];

@Module({
  imports: [TypeOrmModule.forFeature([UserMapping]), NotificationsModule, SessionsModule],
  controllers: [MeController],
  providers: [
    ...useCases,
    ...hashingProviders,
    AcceptPassword,
    AccountMail,
    ConfiguredIdentity,
    CountAttempts,
    IdentityEvents,
    IdentitySubscriptions,
    NameNewcomer,
    PurgeAccounts,
    PurgeAccountsJob,
    ReplacePassword,
    SendResetLink,
    SendVerificationLink,
    SpendLink,
    StoreRegistration,
    TellOwner,
    UserViews,
    { provide: Directories, useClass: SqlDirectories },
    { provide: IdentitySettings, useExisting: ConfiguredIdentity },
    { provide: ImportedUsers, useClass: SqlImportedUsers },
    { provide: ImportSyntax, useClass: ValidatorImportSyntax },
    { provide: Links, useExisting: ConfiguredIdentity },
    { provide: LoginAttempts, useClass: SqlLoginAttempts },
    { provide: Markup, useClass: SanitizeHtmlMarkup },
    { provide: PasswordHistory, useClass: SqlPasswordHistory },
    { provide: PasswordPolicies, useClass: SqlPasswordPolicies },
    { provide: UserRepository, useClass: TypeormUserRepository },
  ],
  exports: [...useCases, IdentitySettings, PasswordHasher, UserViews],
})
export class IdentityModule {}
