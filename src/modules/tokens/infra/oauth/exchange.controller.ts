import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Person } from '../../../../kernel/principal.js';
import { CurrentUser, RequireAuth } from '../../../../platform/http/access.js';
import { ExchangeSession } from '../../application/oauth/exchange-session.js';
import { sessionNeeded } from '../../domain/oauth/oauth.errors.js';
import { ExchangedTokenDto, ExchangeDto } from './oauth.dto.js';
import { scopesOf } from './presented-client.js';

@ApiTags('Authentication')
@Controller('auth/token/exchange')
export class ExchangeController {
  constructor(private readonly exchangeSession: ExchangeSession) {}

  /** Trades the session cookie for a short-lived access token, for another service or for less than you may do. */
  @Post()
  @HttpCode(200)
  @RequireAuth()
  @ApiOkResponse({ type: ExchangedTokenDto })
  async exchange(
    @CurrentUser() person: Person,
    @Body() { audience, scope }: ExchangeDto,
  ): Promise<ExchangedTokenDto> {
    // With a token in place of the cookie, each could beget the next.
    if (person.credential !== 'session') throw sessionNeeded();
    const scopes = scopesOf(scope);
    const { accessToken, expiresIn } = await this.exchangeSession.execute(
      person,
      audience ?? undefined,
      scopes,
    );
    return { accessToken, tokenType: 'Bearer', expiresIn };
  }
}
