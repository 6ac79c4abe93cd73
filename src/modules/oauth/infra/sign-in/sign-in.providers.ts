import type { Provider } from '@nestjs/common';
import { AdmitNewcomer } from '../../application/sign-in/admit-newcomer.js';
import { AskForConfirmation } from '../../application/sign-in/ask-for-confirmation.js';
import { BeginProviderSignIn } from '../../application/sign-in/begin-provider-sign-in.js';
import { BrowserBinding } from '../../application/sign-in/browser-binding.js';
import { ConfirmLink } from '../../application/sign-in/confirm-link.js';
import { CreateLinkedAccount } from '../../application/sign-in/create-linked-account.js';
import { IdentityMail } from '../../application/sign-in/identity-mail.js';
import { LinkIdentity } from '../../application/sign-in/link-identity.js';
import { ListSignInProviders } from '../../application/sign-in/list-sign-in-providers.js';
import { ProveExternalIdentity } from '../../application/sign-in/prove-external-identity.js';
import { RecogniseIdentity } from '../../application/sign-in/recognise-identity.js';
import { RedeemAttempt } from '../../application/sign-in/redeem-attempt.js';
import { ReportRefusal } from '../../application/sign-in/report-refusal.js';
import { SignInEvents } from '../../application/sign-in/sign-in-events.js';
import { UnlinkIdentity } from '../../application/sign-in/unlink-identity.js';
import { SignInRedirects } from '../../domain/sign-in/sign-in-redirects.js';
import { IdentityLinks } from '../../domain/sign-in/identity-links.js';
import { MailAllowance } from '../../domain/sign-in/mail-allowance.js';
import { LinkedIdentities } from '../../domain/sign-in/linked-identities.js';
import { SignInProviders } from '../../domain/sign-in/sign-in-provider.js';
import { BrowserCookie } from '../browser-cookie.js';
import { ConfiguredSignInRedirects } from './configured-sign-in-redirects.js';
import { ConfiguredSignInProviders } from './configured-sign-in-providers.js';
import { CountedMailAllowance } from './counted-mail-allowance.js';
import { IdentitiesQueries } from './identities.queries.js';
import { SqlLinkedIdentities } from './sql-linked-identities.js';

/** What other modules may call. */
export const signInUseCases = [
  BeginProviderSignIn,
  ConfirmLink,
  LinkIdentity,
  ListSignInProviders,
  ProveExternalIdentity,
  RecogniseIdentity,
  RedeemAttempt,
  ReportRefusal,
  SignInRedirects,
  BrowserCookie,
];

/** Signing in with a provider. */
export const signInProviders: Provider[] = [
  AdmitNewcomer,
  AskForConfirmation,
  BeginProviderSignIn,
  BrowserBinding,
  BrowserCookie,
  ConfiguredSignInRedirects,
  ConfirmLink,
  CreateLinkedAccount,
  IdentitiesQueries,
  IdentityMail,
  LinkIdentity,
  ListSignInProviders,
  ProveExternalIdentity,
  RecogniseIdentity,
  RedeemAttempt,
  ReportRefusal,
  SignInEvents,
  UnlinkIdentity,
  { provide: IdentityLinks, useExisting: ConfiguredSignInRedirects },
  { provide: MailAllowance, useClass: CountedMailAllowance },
  { provide: LinkedIdentities, useClass: SqlLinkedIdentities },
  { provide: SignInRedirects, useExisting: ConfiguredSignInRedirects },
  { provide: SignInProviders, useClass: ConfiguredSignInProviders },
];
