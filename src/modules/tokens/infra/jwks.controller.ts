import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../../../platform/http/access.js';
import { SigningKeys } from './signing-keys.js';

const MAX_AGE_SECONDS = 300;

@ApiTags('Tokens')
@Controller('.well-known')
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  /** Public keys that access tokens are signed with (RFC 7517). */
  @Get('jwks.json')
  @Public()
  @Header('Cache-Control', `public, max-age=${String(MAX_AGE_SECONDS)}`)
  @ApiOkResponse({
    schema: { type: 'object', properties: { keys: { type: 'array', items: { type: 'object' } } } },
  })
  async jwks(): Promise<{ keys: object[] }> {
    return { keys: await this.keys.publicJwks() };
  }
}
