import { providerUnknown } from './sign-in.errors.js';
import type { SignInProvider, SignInProviders } from './sign-in-provider.js';

const BUILT_IN = ['google', 'microsoft', 'github'];

/** @throws DomainError `oauth.provider-unknown` that says what an operator would have to set */
export function demandProvider(providers: SignInProviders, id: string): SignInProvider {
  const found = providers.find(id);
  if (found) return found;
  const prefix = BUILT_IN.includes(id) ? id.toUpperCase() : 'OIDC_<NAME>';
  const issuer = BUILT_IN.includes(id) ? '' : `${prefix}_ISSUER, `;
  throw providerUnknown(`${issuer}${prefix}_CLIENT_ID and ${prefix}_CLIENT_SECRET`);
}
