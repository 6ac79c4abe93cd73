import type { Provider } from '@nestjs/common';
import { AuthenticateClient } from '../../application/oauth/authenticate-client.js';
import { ExchangeSession } from '../../application/oauth/exchange-session.js';
import { GrantClientCredentials } from '../../application/oauth/grant-client-credentials.js';
import { IntrospectForClient } from '../../application/oauth/introspect-for-client.js';
import { IntrospectToken } from '../../application/oauth/introspect-token.js';
import { RevokeToken } from '../../application/oauth/revoke-token.js';
import { ExchangeAudiences } from '../../domain/oauth/exchange-audiences.js';
import { ConfiguredExchangeAudiences } from './configured-exchange-audiences.js';

export const oauthProviders: Provider[] = [
  AuthenticateClient,
  ExchangeSession,
  GrantClientCredentials,
  IntrospectForClient,
  IntrospectToken,
  RevokeToken,
  { provide: ExchangeAudiences, useClass: ConfiguredExchangeAudiences },
];
