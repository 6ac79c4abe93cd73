import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiBasicAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CLIENT_SCHEME, Public } from '../../../../platform/http/access.js';
import { AcceptsForm } from '../../../../platform/http/body-parsers.js';
import { RateLimit } from '../../../../platform/http/rate-limit/rate-limit.decorator.js';
import { AuthenticateClient } from '../../application/oauth/authenticate-client.js';
import { GrantClientCredentials } from '../../application/oauth/grant-client-credentials.js';
import { IntrospectForClient } from '../../application/oauth/introspect-for-client.js';
import type { Introspection } from '../../application/oauth/introspect-token.js';
import { RevokeToken } from '../../application/oauth/revoke-token.js';
import { clientInvalid, grantTypeUnsupported } from '../../domain/oauth/oauth.errors.js';
import { formBody } from './form-body.js';
import { IntrospectionDto, OAuthErrorDto, OAuthTokenDto } from './oauth.dto.js';
import { presentedClient, required, scopesOf, type Form } from './presented-client.js';

/**
 * Public as far as the guards go: OAuth clients authenticate in their own ways. Parameters that are not known are
 * ignored, as RFC 6749, section 3.2 demands; so these bodies have no validated class.
 */
@ApiTags('OAuth')
@ApiConsumes('application/x-www-form-urlencoded')
@ApiBasicAuth(CLIENT_SCHEME)
@ApiResponse({ status: '4XX', type: OAuthErrorDto })
@Public()
@RateLimit('oauth')
@Controller('auth/token')
export class OAuthController {
  constructor(
    private readonly grant: GrantClientCredentials,
    private readonly introspectForClient: IntrospectForClient,
    private readonly revokeToken: RevokeToken,
    private readonly authenticateClient: AuthenticateClient,
  ) {}

  /** An access token for a service account: the client-credentials grant (RFC 6749, section 4.4). */
  @Post()
  @HttpCode(200)
  @AcceptsForm({ oauthErrors: true })
  @ApiBody({
    schema: formBody({ grant_type: 'client_credentials' }, ['scope', 'client_id', 'client_secret']),
  })
  @ApiOkResponse({ type: OAuthTokenDto })
  async token(
    @Body() form: Form = {},
    @Headers('authorization') authorization?: string,
  ): Promise<OAuthTokenDto> {
    if (required(form, 'grant_type') !== 'client_credentials') throw grantTypeUnsupported();
    const client = presentedClient(authorization, form);
    if (!client) throw clientInvalid();
    const scopes = scopesOf(form['scope']);
    const { accessToken, expiresIn } = await this.grant.execute(client, scopes);
    const scope = scopes && { scope: scopes.join(' ') };
    return { access_token: accessToken, token_type: 'Bearer', expires_in: expiresIn, ...scope };
  }

  /** Whether a token is good, and for what (RFC 7662). For service accounts with `token:introspect`. */
  @Post('introspect')
  @HttpCode(200)
  @AcceptsForm({ oauthErrors: true })
  @ApiBody({ schema: formBody({ token: 'pat_…' }, ['token_type_hint', 'client_id', 'client_secret']) })
  @ApiOkResponse({ type: IntrospectionDto })
  async introspect(
    @Body() form: Form = {},
    @Headers('authorization') authorization?: string,
  ): Promise<Introspection> {
    const client = presentedClient(authorization, form);
    if (!client) throw clientInvalid();
    return this.introspectForClient.execute(client, () => required(form, 'token'));
  }

  /** Ends a token that you hold (RFC 7009). The answer is the same when it is not known. */
  @Post('revoke')
  @HttpCode(200)
  @AcceptsForm({ oauthErrors: true })
  @ApiBody({ schema: formBody({ token: 'sr_…' }, ['token_type_hint', 'client_id', 'client_secret']) })
  @ApiOkResponse()
  async revoke(@Body() form: Form = {}, @Headers('authorization') authorization?: string): Promise<void> {
    const client = presentedClient(authorization, form);
    if (client) await this.authenticateClient.execute(client);
    await this.revokeToken.execute(required(form, 'token'));
  }
}
