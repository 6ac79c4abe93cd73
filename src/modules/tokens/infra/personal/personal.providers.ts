import type { Provider } from '@nestjs/common';
import { AllowedScopes } from '../../application/personal/allowed-scopes.js';
import { CreatePersonalAccessToken } from '../../application/personal/create-personal-access-token.js';
import { LookAfterTokens } from '../../application/personal/look-after-tokens.js';
import { RevokePersonalAccessToken } from '../../application/personal/revoke-personal-access-token.js';
import { RevokePresentedToken } from '../../application/personal/revoke-presented-token.js';
import { TellOfExpiry } from '../../application/personal/tell-of-expiry.js';
import { PersonalAccessTokens } from '../../domain/personal/personal-access-tokens.js';
import { TokenLimits } from '../../domain/personal/token-limits.js';
import { CachedTokens } from './cached-tokens.js';
import { LookAfterTokensJob } from './look-after-tokens.job.js';
import { PersonalAccessTokenStrategy } from './personal-access-token.strategy.js';
import { SqlPersonalAccessTokens } from './sql-personal-access-tokens.js';
import { TenantTokenLimits } from './tenant-token-limits.js';
import { TokenQueries } from './tokens.queries.js';

export const personalProviders: Provider[] = [
  AllowedScopes,
  CachedTokens,
  CreatePersonalAccessToken,
  LookAfterTokens,
  LookAfterTokensJob,
  PersonalAccessTokenStrategy,
  RevokePersonalAccessToken,
  RevokePresentedToken,
  TellOfExpiry,
  TokenQueries,
  { provide: PersonalAccessTokens, useClass: SqlPersonalAccessTokens },
  { provide: TokenLimits, useClass: TenantTokenLimits },
];
