import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Config } from '../../../../platform/config/config.js';
import { Public } from '../../../../platform/http/access.js';

const CLIENT_AUTHENTICATION = ['client_secret_basic', 'client_secret_post'];

@ApiTags('OAuth')
@Controller('.well-known/oauth-authorization-server')
export class OAuthMetadataController {
  constructor(private readonly config: Config) {}

  /** What OAuth clients find out about this service (RFC 8414): exactly what there is. */
  @Get()
  @Public()
  @Header('Cache-Control', 'public, max-age=300')
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  read(): Record<string, unknown> {
    const endpoint = `${this.config.publicUrl}/api/v1/auth/token`;
    return {
      issuer: this.config.issuer,
      jwks_uri: `${this.config.publicUrl}/.well-known/jwks.json`,
      token_endpoint: endpoint,
      token_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION,
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      introspection_endpoint: `${endpoint}/introspect`,
      introspection_endpoint_auth_methods_supported: CLIENT_AUTHENTICATION,
      revocation_endpoint: `${endpoint}/revoke`,
      revocation_endpoint_auth_methods_supported: ['none', ...CLIENT_AUTHENTICATION],
    };
  }
}
