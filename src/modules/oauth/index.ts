/** All that other modules may know of oauth. */
export { OAuthModule } from './oauth.module.js';
export {
  BeginProviderSignIn,
  type BeginProviderSignInCommand,
} from './application/sign-in/begin-provider-sign-in.js';
export { ConfirmLink } from './application/sign-in/confirm-link.js';
export { LinkIdentity } from './application/sign-in/link-identity.js';
export { ListSignInProviders } from './application/sign-in/list-sign-in-providers.js';
export { ProveExternalIdentity, type ProviderAnswer } from './application/sign-in/prove-external-identity.js';
export { RecogniseIdentity } from './application/sign-in/recognise-identity.js';
export { RedeemAttempt } from './application/sign-in/redeem-attempt.js';
export { ReportRefusal } from './application/sign-in/report-refusal.js';
export { SignInRedirects } from './domain/sign-in/sign-in-redirects.js';
export type { SignInAttempt } from './domain/sign-in/sign-in-attempt.js';
export { BrowserCookie } from './infra/browser-cookie.js';
