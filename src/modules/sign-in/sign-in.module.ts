import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { SessionsModule } from '../sessions/index.js';
import { TenancyModule } from '../tenancy/index.js';
import { TokensModule } from '../tokens/index.js';
import { AcceptMailedLink } from './application/accept-mailed-link.js';
import { ChangeOwnPassword } from './application/change-own-password.js';
import { FinishSignIn } from './application/finish-sign-in.js';
import { HandOverSession } from './application/hand-over-session.js';
import { RefreshTokens } from './application/refresh-tokens.js';
import { RegisterAccount } from './application/register-account.js';
import { SignInWithPassword } from './application/sign-in-with-password.js';
import { StepUpWithPassword } from './application/step-up-with-password.js';
import { LinkPagesController } from './infra/link-pages.controller.js';
import { PasswordController } from './infra/password.controller.js';
import { RegistrationController } from './infra/registration.controller.js';
import { SessionReply } from './infra/session-reply.js';
import { SignInController } from './infra/sign-in.controller.js';

@Module({
  imports: [IdentityModule, SessionsModule, TenancyModule, TokensModule],
  controllers: [SignInController, RegistrationController, PasswordController, LinkPagesController],
  providers: [
    AcceptMailedLink,
    ChangeOwnPassword,
    FinishSignIn,
    HandOverSession,
    RefreshTokens,
    RegisterAccount,
    SessionReply,
    SignInWithPassword,
    StepUpWithPassword,
  ],
})
export class SignInModule {}
