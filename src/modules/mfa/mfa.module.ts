import { Module } from '@nestjs/common';
import { StepUpMethods } from '../../platform/http/step-up-methods.js';
import { IdentityModule, SecondFactorStatus } from '../identity/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { SessionsModule } from '../sessions/index.js';
import { TenancyModule } from '../tenancy/index.js';
import { AddPasskey } from './application/add-passkey.js';
import { AnswerChallenge } from './application/answer-challenge.js';
import { AnswerPasskey } from './application/answer-passkey.js';
import { AskForPasskey } from './application/ask-for-passkey.js';
import { BeginChallenge } from './application/begin-challenge.js';
import { BeginPasskey } from './application/begin-passkey.js';
import { BeginTotp } from './application/begin-totp.js';
import { CancelRecovery } from './application/cancel-recovery.js';
import { CheckBackupCode } from './application/check-backup-code.js';
import { CheckEmailCode } from './application/check-email-code.js';
import { CheckFactor } from './application/check-factor.js';
import { CheckPasskey } from './application/check-passkey.js';
import { CheckTotp } from './application/check-totp.js';
import { CompleteRecoveries } from './application/complete-recoveries.js';
import { ConfirmTotp } from './application/confirm-totp.js';
import { CountCodes } from './application/count-codes.js';
import { DistrustDevice } from './application/distrust-device.js';
import { DrawEmailCode } from './application/draw-email-code.js';
import { DrawWebAuthnChallenge } from './application/draw-web-authn-challenge.js';
import { EnrolByChallenge } from './application/enrol-by-challenge.js';
import { EnrolPasskeyByChallenge } from './application/enrol-passkey-by-challenge.js';
import { FactorAdded } from './application/factor-added.js';
import { FactorMail } from './application/factor-mail.js';
import { FactorStatus } from './application/factor-status.js';
import { FindChallenge } from './application/find-challenge.js';
import { ListStepUpMethods } from './application/list-step-up-methods.js';
import { MakeBackupCodes } from './application/make-backup-codes.js';
import { MeetDemands } from './application/meet-demands.js';
import { MfaEvents } from './application/mfa-events.js';
import { ProveFactorAgain } from './application/prove-factor-again.js';
import { PurgeMfa } from './application/purge-mfa.js';
import { RecoveryRules } from './application/recovery-rules.js';
import { RegisterPasskey } from './application/register-passkey.js';
import { RemoveEveryFactor } from './application/remove-every-factor.js';
import { RemoveFactor } from './application/remove-factor.js';
import { RenameFactor } from './application/rename-factor.js';
import { ReportCopiedPasskey } from './application/report-copied-passkey.js';
import { RequestRecovery } from './application/request-recovery.js';
import { ResetFactors } from './application/reset-factors.js';
import { SendEmailCode } from './application/send-email-code.js';
import { StartRecovery } from './application/start-recovery.js';
import { StoreRecovery } from './application/store-recovery.js';
import { TellOfFactors } from './application/tell-of-factors.js';
import { TrustDevice } from './application/trust-device.js';
import { VouchForPassword } from './application/vouch-for-password.js';
import { WeighProofs } from './application/weigh-proofs.js';
import { WithdrawTrust } from './application/withdraw-trust.js';
import { BackupCodesController } from './infra/backup-codes.controller.js';
import { EnrolmentGate } from './infra/enrolment-gate.js';
import { FactorsController } from './infra/factors.controller.js';
import { MfaJob } from './infra/mfa.job.js';
import { mfaPorts } from './infra/mfa.ports.js';
import { MfaQueries } from './infra/mfa.queries.js';
import { MfaStepUpMethods } from './infra/mfa-step-up-methods.js';
import { PasskeysController } from './infra/passkeys.controller.js';
import { RecoveryController } from './infra/recovery.controller.js';
import { TotpController } from './infra/totp.controller.js';
import { TrustedDeviceCookie } from './infra/trusted-device-cookie.js';
import { TrustedDevicesController } from './infra/trusted-devices.controller.js';

/** What other modules may call. */
const useCases = [
  AnswerChallenge,
  AnswerPasskey,
  AskForPasskey,
  BeginChallenge,
  EnrolByChallenge,
  EnrolPasskeyByChallenge,
  FindChallenge,
  ListStepUpMethods,
  MeetDemands,
  ProveFactorAgain,
  ResetFactors,
  SendEmailCode,
  TrustDevice,
  WeighProofs,
];

@Module({
  imports: [IdentityModule, NotificationsModule, SessionsModule, TenancyModule],
  controllers: [
    BackupCodesController,
    FactorsController,
    PasskeysController,
    RecoveryController,
    TotpController,
    TrustedDevicesController,
  ],
  providers: [
    ...useCases,
    ...mfaPorts,
    AddPasskey,
    BeginPasskey,
    BeginTotp,
    CancelRecovery,
    CheckBackupCode,
    CheckEmailCode,
    CheckFactor,
    CheckPasskey,
    CheckTotp,
    CompleteRecoveries,
    ConfirmTotp,
    CountCodes,
    DistrustDevice,
    DrawEmailCode,
    DrawWebAuthnChallenge,
    EnrolmentGate,
    FactorAdded,
    FactorMail,
    FactorStatus,
    MakeBackupCodes,
    MfaEvents,
    MfaJob,
    MfaQueries,
    PurgeMfa,
    RegisterPasskey,
    ReportCopiedPasskey,
    RecoveryRules,
    RemoveEveryFactor,
    RemoveFactor,
    RenameFactor,
    RequestRecovery,
    StartRecovery,
    StoreRecovery,
    TellOfFactors,
    TrustedDeviceCookie,
    VouchForPassword,
    WithdrawTrust,
    { provide: SecondFactorStatus, useExisting: FactorStatus },
    { provide: StepUpMethods, useClass: MfaStepUpMethods },
  ],
  exports: [...useCases, EnrolmentGate, TrustedDeviceCookie],
})
export class MfaModule {}
