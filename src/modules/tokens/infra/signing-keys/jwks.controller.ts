import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../../../platform/http/access.js';
import { SigningKeys } from './signing-keys.js';

/** The next key is published for three times as long before it signs: see PUBLISHED_SECONDS. */
const MAX_AGE_SECONDS = 300;

@ApiTags('Tokens')
@Controller('.well-known')
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  /** Public keys that access tokens are signed with (RFC 7517): the current one, the next, and those retiring. */
  @Get('jwks.json')
  @Public()
  @Header('Cache-Control', `public, max-age=${String(MAX_AGE_SECONDS)}`)
  @ApiOkResponse({
    description: 'Cache it for as long as Cache-Control says; ask again with If-None-Match',
    schema: { type: 'object', properties: { keys: { type: 'array', items: { type: 'object' } } } },
  })
  @ApiResponse({ status: 304, description: 'Nothing has changed since the ETag that was sent' })
  async jwks(
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ keys: readonly object[] } | undefined> {
    const { jwks, etag } = await this.keys.published();
    reply.header('etag', etag);
    if (!isAmong(etag, headers['if-none-match'])) return { keys: jwks };
    reply.status(304);
    return undefined;
  }
}

/** Compared weakly, as RFC 9110 §13.1.2 has it: proxies that compress mark the tag as weak. */
function isAmong(etag: string, tags = ''): boolean {
  return tags.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')));
}
