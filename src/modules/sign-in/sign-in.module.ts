import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { MfaModule } from '../mfa/index.js';
import { OAuthModule } from '../oauth/index.js';
import { SessionsModule } from '../sessions/index.js';
import { TenancyModule } from '../tenancy/index.js';
import { TokensModule } from '../tokens/index.js';
import { AcceptMailedLink } from './application/accept-mailed-link.js';
import { AskForMore } from './application/ask-for-more.js';
import { ChangeOwnPassword } from './application/change-own-password.js';
import { EnrolInSignIn } from './application/enrol-in-sign-in.js';
import { FinishSignIn } from './application/finish-sign-in.js';
import { HandOverSession } from './application/hand-over-session.js';
import { MoveSession } from './application/move-session.js';
import { ProveAgain } from './application/prove-again.js';
import { RefreshTokens } from './application/refresh-tokens.js';
import { RegisterAccount } from './application/register-account.js';
import { ResumeSignIn } from './application/resume-sign-in.js';
import { SignInWithPasskey } from './application/sign-in-with-passkey.js';
import { SignInWithPassword } from './application/sign-in-with-password.js';
import { SignInWithProvider } from './application/sign-in-with-provider.js';
import { SignInWithSecondFactor } from './application/sign-in-with-second-factor.js';
import { StepUp } from './application/step-up.js';
import { SwitchTenant } from './application/switch-tenant.js';
import { CallerSession } from './infra/caller-session.js';
import { DeviceLoginController } from './infra/device-login.controller.js';
import { LinkPagesController } from './infra/link-pages.controller.js';
import { MfaController } from './infra/mfa.controller.js';
import { PasskeyFactorController } from './infra/passkey-factor.controller.js';
import { PasswordController } from './infra/password.controller.js';
import { ProviderJourney } from './infra/provider-journey.js';
import { ProviderSignInController } from './infra/provider-sign-in.controller.js';
import { RegistrationController } from './infra/registration.controller.js';
import { SessionReply } from './infra/session-reply.js';
import { SignInController } from './infra/sign-in.controller.js';
import { SwitchingController } from './infra/switching.controller.js';

@Module({
  imports: [IdentityModule, MfaModule, OAuthModule, SessionsModule, TenancyModule, TokensModule],
  controllers: [
    SignInController,
    SwitchingController,
    MfaController,
    DeviceLoginController,
    PasskeyFactorController,
    RegistrationController,
    PasswordController,
    ProviderSignInController,
    LinkPagesController,
  ],
  providers: [
    AcceptMailedLink,
    AskForMore,
    CallerSession,
    ChangeOwnPassword,
    EnrolInSignIn,
    FinishSignIn,
    HandOverSession,
    MoveSession,
    ProveAgain,
    ProviderJourney,
    RefreshTokens,
    RegisterAccount,
    ResumeSignIn,
    SessionReply,
    SignInWithPasskey,
    SignInWithPassword,
    SignInWithProvider,
    SignInWithSecondFactor,
    StepUp,
    SwitchTenant,
  ],
})
export class SignInModule {}
