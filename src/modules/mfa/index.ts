/** All that other modules may know of second factors. */
export { MfaModule } from './mfa.module.js';
export { AnswerChallenge } from './application/answer-challenge.js';
export { BeginChallenge, type BegunChallenge } from './application/begin-challenge.js';
export { EnrolByChallenge } from './application/enrol-by-challenge.js';
export { FindChallenge } from './application/find-challenge.js';
export { ListStepUpMethods } from './application/list-step-up-methods.js';
export { ProveFactorAgain } from './application/prove-factor-again.js';
export { ResetFactors } from './application/reset-factors.js';
export { SendEmailCode } from './application/send-email-code.js';
export { TrustDevice, type DeviceTrust } from './application/trust-device.js';
export { WeighProofs } from './application/weigh-proofs.js';
export type { FactorAnswer, ProvenFactor } from './domain/factor-check.js';
export { type FactorKind, type SecondFactorMethod } from './domain/factor.js';
export { withProofs } from './domain/proofs.js';
export { BegunTotpView } from './infra/begun-totp.view.js';
export { EnrolmentGate } from './infra/enrolment-gate.js';
export { TrustedDeviceCookie } from './infra/trusted-device-cookie.js';
